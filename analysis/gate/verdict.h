// What a gate says of a report, row by row, and what made a row worse: pure data for reporters.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/stats.h"

namespace gpupeak {

struct BaselineCase;

enum class Verdict {
  regressed,     // worse than its limit, and the test says it is no chance
  below_floor,   // surely below the share of the peak that a rule asks for
  failed,        // wrong, failed or diverged in the candidate
  implausible,   // faster than the device can be
  missing,       // in the baseline, not in the candidate
  flaky,         // regressed at first, not when it was run again
  inconclusive,  // too few runs, or too noisy ones, to tell
  skipped,       // the candidate could not run it, and says why
  added,         // not in the baseline
  improved,
  same,
  sound,  // without a baseline: the result is right, and not surely below its floor
};

enum class Severity { pass, note, warn, fail };
std::string_view name(Severity);  // "pass"

struct VerdictRow {
  Verdict id;
  std::string_view name;  // "REGRESSED"
  std::string_view meaning;
};

// The worst first.
inline constexpr std::array verdicts{
    VerdictRow{Verdict::regressed, "REGRESSED", "worse than the limit of its rule"},
    VerdictRow{Verdict::below_floor, "BELOW FLOOR", "less of the theoretical peak than its rule asks for"},
    VerdictRow{Verdict::failed, "FAILED", "the result was wrong, or the case failed"},
    VerdictRow{Verdict::implausible, "IMPLAUSIBLE", "faster than the device can be"},
    VerdictRow{Verdict::missing, "MISSING", "in the baseline alone"},
    VerdictRow{Verdict::flaky, "FLAKY", "worse at first, not when it was run again"},
    VerdictRow{Verdict::inconclusive, "INCONCLUSIVE", "too few or too noisy runs to tell"},
    VerdictRow{Verdict::skipped, "SKIPPED", "could not be measured here"},
    VerdictRow{Verdict::added, "NEW", "not in the baseline"},
    VerdictRow{Verdict::improved, "IMPROVED", "better by more than the limit"},
    VerdictRow{Verdict::same, "SAME", "surely within the limit"},
    VerdictRow{Verdict::sound, "OK", "right, and not below its floor; no baseline"},
};
constexpr const VerdictRow& row(Verdict verdict) { return verdicts[static_cast<size_t>(verdict)]; }

// Whether it says how fast the case is, rather than why that is not known.
constexpr bool is_decided(Verdict verdict) {
  return verdict == Verdict::regressed || verdict == Verdict::below_floor || verdict == Verdict::improved ||
         verdict == Verdict::same || verdict == Verdict::sound || verdict == Verdict::flaky;
}

// Which part of a slowdown comes from where; the parts are shares of its logarithm and sum to 1.
struct CauseShare {
  std::string_view cause;  // "clock", "power cap", "thermal", "the rest"
  double share;
};

// Why a case is slower than it was: what its clock and the device's own words explain, and the rest. Shares of the
// logarithm of `worse` (above 1), largest first; they sum to 1. A lower clock explains ln(clock before / clock now) of
// it, at most all; that part is split between the power cap and heat by how much longer each of them held the device
// back than before. Empty where no clock is known. `taken_out` is the logarithm by which the whole device was slower
// where `worse` is what remains without it: so much of a lower clock has been counted already.
std::vector<CauseShare> causes_of(double worse, const BaselineCase& before, const BaselineCase& now,
                                  double taken_out = 0);

// What a verdict rests on.
struct Coverage {
  size_t jobs = 0, stored = 0;  // jobs of the baseline that count, and their processes
  size_t now = 0;               // processes of the candidate, with those that were run again
  size_t samples = 0;           // in the report
  size_t pairs = 0;             // of processes in turn; where there are some, they decided
  // Of a figure that a report has only one of, whatever its processes: these are such figures, not processes.
  bool of_figures = false;
};
inline constexpr size_t fewest_sure_processes = 3;  // a verdict of fewer says so

struct GateRow {
  std::string id;      // of the case
  std::string metric;  // of method/metrics.h
  Verdict verdict = Verdict::same;
  Severity severity = Severity::pass;
  std::optional<double> baseline, candidate;  // the metric, in its unit
  // How much worse the candidate is: above 1 is worse, whichever way the metric is better. With its 99 % interval.
  std::optional<Ratio> worse;
  double limit = 0;      // 0.03: fails when worse by 3 % or more
  std::string reason;    // a sentence; empty where the figures say it all
  bool too_few = false;  // inconclusive whatever was measured: there was too little of it
  Coverage coverage;
  std::vector<CauseShare> causes;            // of a regression, where telemetry or clocks tell
  std::optional<int> runs_to_decide;         // of an inconclusive row
  std::string_view runs_of = "runs a side";  // what these are
  std::string rule;                          // the pattern that it matched
  int rule_line = 0;                         // in the file of the rules; 0: a default
};

struct GateResult {
  std::string candidate, baseline, rules;  // files; `baseline` is empty when there is none
  std::string device;
  std::vector<GateRow> rows;            // in the candidate's order, then what is missing
  std::vector<std::string> findings;    // of the device as a whole: "everything is 3.1 % slower: …"
  std::vector<std::string> notes;       // what the reader must know: no noise is known, rules that expired
  bool device_failed = false;           // a finding that is a failure of its own
  double expected_false_alarms = 0;     // rows that chance alone would fail in one such gate
  bool decided = true;                  // whether anything was judged at all: else noise hides every row
  bool failed() const;                  // a row whose severity is fail, or the device
  std::string_view conclusion() const;  // "failed", "undecided", "passed"
};

}  // namespace gpupeak
