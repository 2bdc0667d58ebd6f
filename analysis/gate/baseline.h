// What a gate holds a report against: earlier jobs on the same class of device, in one file that lives beside the code.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "method/report.h"

namespace gpupeak {

// Devices that may be compared: one card is as another of its model, at the same power limit and driver branch.
struct DeviceClass {
  std::string backend, name;
  int units = 0;                              // 0: unknown
  int64_t memory_gib = 0;                     // rounded; 0: unknown
  std::optional<int64_t> power_limit_w = {};  // rounded; where the device told it
  std::string driver_branch = {};             // "570" of 570.86.10; empty on the host
  bool operator==(const DeviceClass&) const = default;
};
DeviceClass class_of(const DeviceInfo&, const Report&);
std::string text(const DeviceClass&);

struct BaselineCase {
  std::vector<double> time_s;           // the median of each fresh process
  double work = 0;                      // all amounts and steps of a launch: another is another case; 0: unknown
  std::optional<double> clock_hz = {};  // and what else tells why a later one is slower
  std::optional<double> power_capped = {}, thermal = {};   // shares of the watched time
  std::map<std::string, double, std::less<>> values = {};  // metrics that time does not tell: latency_p99_s, …
  bool operator==(const BaselineCase&) const = default;
};

// One report: several fresh processes of one schedule, on one machine, on one day.
struct BaselineJob {
  std::string added_at;           // ISO 8601, UTC
  std::string label;              // the commit, or what the user calls it; may be empty
  std::string version;            // of the tool
  int method = 0;                 // method/report.h
  std::string data;               // of the operands: "random"; empty: unknown
  std::string clock_policy = {};  // as in DeviceInfo; empty: unknown
  bool pinned = false;            // never pruned: a release that creeping changes are held against
  std::map<std::string, BaselineCase> cases;
  bool operator==(const BaselineJob&) const = default;
};

// "job 3 (2026-11-30T10:00:00Z, a1b2c3d)": the one at that place, counted from 1, as 'baseline show' does.
std::string described(const BaselineJob&, size_t place);

struct BaselineClass {
  DeviceClass device;
  std::vector<BaselineJob> jobs;  // oldest first
  bool operator==(const BaselineClass&) const = default;
};

struct Baseline {
  std::vector<BaselineClass> classes;
  bool operator==(const Baseline&) const = default;

  const BaselineClass* find(const DeviceClass&) const;
};

inline constexpr int baseline_schema = 2;
inline constexpr size_t most_jobs = 20;    // a class; older ones that are not pinned go
inline constexpr size_t most_kept = 1000;  // that anybody can ask for

// What the report measured on one of its devices. Throws std::invalid_argument where that is nothing.
BaselineJob job_of(const Report&, size_t device, std::string label, std::string added_at);
BaselineCase baseline_case(const Measurement&);
// Whether the work of two cases (BaselineCase::work) is one, as far as both are known.
bool same_baseline_work(double a, double b);
// Median time of each fresh process, in seconds, in their order.
std::vector<double> process_medians(const Measurement&);
// Whether both are known and differ (DeviceInfo::clock_policy, data of operands): then the one's times are not the
// other's.
bool unlike_policies(std::string_view, std::string_view);
// What the operands held; empty of another tool's results.
std::string data_of(const Schedule&);

// A condition of measuring in which two differ, so that their times cannot be compared.
struct Unlike {
  std::string what, here, there;
};
// Of the report's device and the job: data, method, clock policy.
std::optional<Unlike> unlike(const Report&, size_t device, const BaselineJob&);

// The class's jobs that were measured under the conditions of its newest one (data, method, clock policy).
BaselineClass alike(const BaselineClass&);

// Appends it to its class and drops the oldest of that class that are not pinned until `most` are left. Throws
// std::invalid_argument where the class holds these figures already, was measured under other conditions, or has no
// room as all are pinned.
void add(Baseline&, const DeviceClass&, BaselineJob, size_t most = most_jobs);
// Drops the oldest that are not pinned; returns how many jobs went.
size_t prune(BaselineClass&, size_t most);
size_t prune(Baseline&, size_t most);  // of every class

}  // namespace gpupeak
