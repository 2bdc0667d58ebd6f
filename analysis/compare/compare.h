// Two reports, case by case and device by device: ratios of medians with exact intervals. Verdicts are not its
// business.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "method/report.h"
#include "statistics/stats.h"

namespace gpupeak {

struct ComparedCase {
  std::string id;                    // with its device in A as the last part, where there are several
  std::optional<double> ratio;       // time of B / time of A: below 1 is faster in B
  std::optional<Interval> interval;  // of the ratio; nothing where a side's noise is unknown
  std::optional<double> a_s, b_s;    // medians, seconds; nothing when not measured
  std::string note;                  // why there is no ratio: "only in A", "wrong in B: …"
  std::string other_work = {};       // the amounts that differ, where that is the reason: "2 flop of fp32 / 1 flop"
};

// Whether the whole of a 99 % interval lies on one side of 1: nothing less is shown as a change.
bool surely_differs(const ComparedCase&);

struct ComparedSuite {
  std::string suite;
  int cases = 0;  // that have a ratio
  double geometric_mean = 1;
};

struct CompareTable {
  std::string a, b;                      // names of the sides
  std::vector<std::string> differences;  // devices, seeds, schedules that differ: "device: X / Y"
  // Conditions under which times cannot be compared: data, the version of the method, who may move the clock of
  // the same device. "data: random / zeros".
  std::vector<std::string> unlike;
  std::vector<ComparedCase> cases;    // in A's order, then what only B has
  std::vector<ComparedSuite> suites;  // in the order of their first case; those with a ratio
  std::optional<double> geometric_mean;
  // Some case with an interval has fewer than four processes on a side, so that 1 % of noise between processes is
  // assumed in it.
  bool noise_assumed = false;
  int noise_unknown = 0;  // cases with a ratio and no interval
};

// What a reader of such a table must know of its intervals.
inline constexpr std::string_view assumed_noise_note =
    "fewer than four processes on a side: 1 % of noise between processes is assumed in the intervals; 'run --repeat 5' "
    "measures it";

// The same of a ratio without an interval.
inline constexpr std::string_view unknown_noise_note =
    "no interval where a side has one time and no spread is told of it: such a ratio may be noise; repeat the "
    "measurement "
    "and name a folder of its files";

CompareTable compare(const Report& a, std::string a_name, const Report& b, std::string b_name);

// A case is held against the same case on the same device. For each device of `b` that has cases, its place in `a`;
// behind those of `a` where `a` has no such device. Devices are the same by uuid, else by backend and index; the only
// ones of both reports are held against one another.
std::map<int, int> paired_devices(const Report& a, const Report& b);

// The case's id with its device as the last part: "toy/n=1/device=1".
std::string id_on_device(const std::string& id, int device);

}  // namespace gpupeak
