// The decision of a gate on numbers alone: the simulation in tests/simulation runs this very code, and docs/gates.md
// has its error rates.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/gate/verdict.h"

namespace gpupeak {

// The medians of one job's fresh processes, of a quantity that is better when it is smaller; all positive. What differs
// between processes, and between jobs, is far more than what the samples of one process tell, so these are the units
// of evidence.
using Job = std::vector<double>;

// The mean of the jobs' mean logarithms.
double mean_log(const std::vector<Job>&);

// How logarithms of jobs differ among themselves, as the other cases with this metric have it.
struct Noise {
  double variance = 0;
  double degrees = 4;  // that it counts for beside a case's own history
};

struct Evidence {
  std::vector<Job> baseline;   // oldest first
  std::vector<Job> candidate;  // the job that is judged, then those that were to confirm it
};

struct Decision {
  Verdict verdict = Verdict::inconclusive;   // or regressed, improved, same
  bool suspicious = false;                   // worth a confirmation: regressed, or not far from it
  Ratio worse;                               // candidate / baseline, with its 99 % interval
  double p = 1;                              // of a ratio this large in the direction of the estimate, by chance
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
// their spread (a t prediction, its variance moderated by `noise`; a job of fewer runs than theirs is less sure); with
// fewer, runs are ranked (Mann-Whitney), and since no noise between jobs is known then, the limit is 5 % at least. Of
// several jobs of the candidate each must be worse by the limit, or it did not regress: the second is there to confirm.
Decision decide(const Evidence&, double limit, std::optional<Noise> noise = std::nullopt);

// Pairs of runs in turn, baseline and candidate, A B B A, as logarithms of candidate / baseline: Wilcoxon's signed
// ranks.
Decision decide_paired(std::span<const double> log_ratios, double limit);

// Of all cases with one metric, from the history of each: the median of their variances between jobs. Nothing where no
// case has four jobs.
std::optional<Noise> noise_of(std::span<const std::vector<Job>> histories);

// The least slowdown that nine of ten confirmed gates find at least, against a history of so many jobs: 0.034 is 3.4 %.
double smallest_found(size_t jobs, const Noise& spread, double limit);

// What one case's own history says together with that of the others, moderated.
Noise moderated(const std::vector<Job>& history, std::optional<Noise> noise);

// The chance that a job in which nothing changed regresses against so many, before it is confirmed.
double false_alarm_chance(size_t jobs, const Noise& spread, double limit);

}  // namespace gpupeak
