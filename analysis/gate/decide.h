// The decision of a gate on numbers alone: the simulation in tests/simulation runs this very code, and docs/gates.md
// has its error rates.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/gate/history.h"
#include "analysis/gate/verdict.h"

namespace gpupeak {

struct Decision {
  Verdict verdict = Verdict::inconclusive;   // or regressed, improved, same
  bool suspicious = false;                   // worth a confirmation: regressed, or not far from it
  Ratio worse;                               // candidate / baseline, with its 99 % interval
  double p = 1;                              // of a ratio this large in the direction of the estimate, by chance
  Variance error = {};                       // of the logarithm of the estimate; unknown of ranks
  double limit = 0;                          // that was applied
  bool raised = false;                       // it is more than was asked for, as no noise between jobs is known
  bool too_few = false;                      // inconclusive whatever the runs told: there were too few
  std::optional<int> runs_to_decide;         // of an inconclusive one, if what was seen stays as it is
  std::string_view runs_of = "runs a side";  // what these are; else "jobs of the candidate", "pairs"
  std::string reason;                        // of an inconclusive one
};

// From so many jobs in the baseline on, their spread tells more than ranks of runs.
inline constexpr size_t jobs_for_history = 4;

// `limit`: 0.03 regresses at 3 % or more. From four jobs in the baseline on, the candidate's jobs are held against
// their spread by a t prediction; a job of fewer processes than theirs is less sure, and so is one whose processes
// differ surely more among themselves than theirs do. With fewer jobs, runs are ranked (Mann-Whitney), and since no
// noise between jobs is known then, the limit is 5 % at least. Of several jobs of the candidate the newest must be
// worse by the limit by itself, or it did not regress: it is there to confirm.
Decision decide(const History&, const std::vector<Job>& candidate, double limit);

// Pairs of processes in turn, baseline and candidate, A B B A, as logarithms of candidate / baseline. One in five that
// disagrees with the others does not count. They alone must be worse by the limit, and surely worse; together with what
// was decided on `first` they must be as sure as a fresh job would have to be.
Decision decide_paired(const History&, std::span<const double> log_ratios, double limit, const Decision& first);

// The least slowdown that nine of ten confirmed gates find at least, against so many jobs that differ by so much: 0.034
// is 3.4 %.
double smallest_found(double jobs, const Variance& between_jobs, double limit);

// The chance that a job in which nothing changed regresses against so many, before it is confirmed. How noisy the case
// is is not known better than `between_jobs` tells it: the mean over all that it may be.
double false_alarm_chance(double jobs, const Variance& between_jobs, double limit);

}  // namespace gpupeak
