// Two reports, case by case: ratios of medians with exact intervals. Verdicts are not its business.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "method/report.h"
#include "statistics/stats.h"

namespace gpupeak {

struct ComparedCase {
  std::string id;              // with its device in A as the last part, where there are several
  std::optional<Ratio> ratio;  // time of B / time of A: below 1 is faster in B
  double a_s = 0, b_s = 0;     // medians, seconds; 0 when not measured
  std::string note;            // why there is no ratio: "only in A", "wrong in B: …"
};

struct ComparedSuite {
  std::string suite;
  int cases = 0;  // that have a ratio
  double geometric_mean = 1;
};

struct CompareTable {
  std::string a, b;                      // names of the sides
  std::vector<std::string> differences;  // devices, seeds, schedules that differ: "device: X / Y"
  // Conditions under which times cannot be compared: data, cache, the version of the method, who may move the clock of
  // the same device. "data: random / zeros".
  std::vector<std::string> unlike;
  std::vector<ComparedCase> cases;    // in A's order, then what only B has
  std::vector<ComparedSuite> suites;  // in the order of their first case; those with a ratio
  std::optional<double> geometric_mean;
  // Some case has fewer than four processes on a side, so that 1 % of noise between processes is assumed in its
  // interval.
  bool noise_assumed = false;
};

// What a reader of such a table must know of its intervals.
inline constexpr std::string_view assumed_noise_note =
    "fewer than four processes on a side: 1 % of noise between processes is assumed in the intervals; 'run --repeat 5' "
    "measures it";

CompareTable compare(const Report& a, std::string a_name, const Report& b, std::string b_name);

}  // namespace gpupeak
