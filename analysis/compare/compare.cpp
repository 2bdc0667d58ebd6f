#include "analysis/compare/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/gate/baseline.h"
#include "analysis/gate/gated_metrics.h"
#include "statistics/rank_tests.h"

namespace gpupeak {
namespace {

constexpr size_t processes_that_tell = 4;  // how processes differ
constexpr double assumed_between_processes = 0.01;

// Samples of several fresh processes are not independent evidence: the unit is then the process's median.
std::vector<double> evidence(const Measurement& m) {
  std::vector<double> medians = process_medians(m);
  if (medians.size() > 1) return medians;
  std::vector<double> times;
  for (const Sample& sample : m.samples) times.push_back(sample.time.value);
  return times;
}

bool has_evidence(const Measurement& m) { return m.outcome == Outcome::measured && !m.samples.empty() && m.stats; }

// What two processes differ by is more than their samples show, so 1 % of noise between them is assumed: 2.58
// deviations of a difference beside the samples' own interval.
void widen(Ratio& ratio) {
  const double between = 2.5758293035489 * std::sqrt(2.0) * assumed_between_processes;
  const double estimate = std::log(ratio.estimate);
  const double down = estimate - std::log(ratio.interval.low), up = std::log(ratio.interval.high) - estimate;
  ratio.interval.low = std::exp(estimate - std::hypot(down, between));
  ratio.interval.high = std::exp(estimate + std::hypot(up, between));
}

std::string why_not(const Measurement& m, const std::string& side) {
  std::string text = std::string(name(m.outcome)) + " in " + side;
  if (!m.reason.empty()) text += ": " + m.reason;
  return text;
}

ComparedCase compare_case(const Measurement& a, const std::string& a_name, const Measurement& b,
                          const std::string& b_name) {
  ComparedCase row;
  if (has_evidence(a)) row.a_s = a.stats->median;
  if (has_evidence(b)) row.b_s = b.stats->median;
  if (!has_evidence(a)) {
    row.note = why_not(a, a_name);
  } else if (!has_evidence(b)) {
    row.note = why_not(b, b_name);
  } else if (a.work.amounts != b.work.amounts || a.work.steps != b.work.steps) {
    row.note = "the two did different work: sizes that follow the caches differ between these machines";
  } else {
    row.ratio = ratio_of(evidence(b), evidence(a));
    if (std::min(process_medians(a).size(), process_medians(b).size()) < processes_that_tell) widen(*row.ratio);
  }
  return row;
}

// In an order of its own: devices are paired whatever theirs is.
std::string device_text(const Report& report) {
  std::multiset<std::string> devices;
  for (const DeviceInfo& device : report.devices) devices.insert(device.backend + " " + device.name);
  return devices.empty() ? "none" : fmt::format("{}", fmt::join(devices, ", "));
}

std::vector<std::string> unlike_of(const Report& a, const Report& b, const std::map<int, int>& pairs) {
  std::vector<std::string> unlike;
  if (a.run.schedule.data != b.run.schedule.data)
    unlike.push_back(fmt::format("data of operands: {} / {}", name(a.run.schedule.data), name(b.run.schedule.data)));
  if (a.tool.method != b.tool.method)
    unlike.push_back(fmt::format("version of the method: {} / {}", a.tool.method, b.tool.method));
  for (const auto& [in_b, in_a] : pairs) {
    if (static_cast<size_t>(in_a) >= a.devices.size() || static_cast<size_t>(in_b) >= b.devices.size()) continue;
    const DeviceInfo &device = a.devices[static_cast<size_t>(in_a)], &other = b.devices[static_cast<size_t>(in_b)];
    if (device.backend == other.backend && device.name == other.name &&
        unlike_policies(device.clock_policy, other.clock_policy))
      unlike.push_back(
          fmt::format("policy of {}'s clock: {} / {}", device.name, device.clock_policy, other.clock_policy));
  }
  return unlike;
}

std::vector<ComparedSuite> suites_of(const std::vector<ComparedCase>& cases) {
  std::vector<ComparedSuite> suites;
  for (const ComparedCase& one : cases) {
    if (!one.ratio) continue;
    const std::string suite = one.id.substr(0, one.id.find('/'));
    auto found = std::ranges::find(suites, suite, &ComparedSuite::suite);
    if (found == suites.end()) found = suites.insert(found, {suite, 0, 0});
    found->geometric_mean += std::log(one.ratio->estimate);
    ++found->cases;
  }
  for (ComparedSuite& one : suites) one.geometric_mean = std::exp(one.geometric_mean / one.cases);
  return suites;
}

std::vector<std::string> differences_of(const Report& a, const Report& b) {
  struct Fact {
    std::string what, a, b;
  };
  const Fact facts[] = {
      {"device", device_text(a), device_text(b)},
      {"version", a.tool.version + " " + a.tool.commit, b.tool.version + " " + b.tool.commit},
      {"build", a.tool.build + " " + a.tool.compiler, b.tool.build + " " + b.tool.compiler},
      {"preset", a.run.schedule.preset, b.run.schedule.preset},
      {"data", std::string(name(a.run.schedule.data)), std::string(name(b.run.schedule.data))},
      {"seed", std::to_string(a.run.schedule.seed), std::to_string(b.run.schedule.seed)},
      {"processes", std::to_string(a.run.processes), std::to_string(b.run.processes)},
      {"state", a.run.state, b.run.state},
  };
  std::vector<std::string> differences;
  for (const Fact& fact : facts)
    if (fact.a != fact.b) differences.push_back(fact.what + ": " + fact.a + " / " + fact.b);
  return differences;
}

}  // namespace

CompareTable compare(const Report& a, std::string a_name, const Report& b, std::string b_name) {
  using Place = std::pair<int, std::string>;  // device in A, id
  CompareTable table;
  const std::map<int, int> pairs = paired_devices(a, b);
  table.differences = differences_of(a, b);
  table.unlike = unlike_of(a, b, pairs);
  std::set<int> devices;
  std::map<Place, const Measurement*> in_b;
  for (const Measurement& m : b.measurements) in_b.emplace(Place(pairs.at(m.device), m.id.id()), &m);
  for (const Measurement& m : a.measurements) devices.insert(m.device);
  for (const auto& [own, in_a] : pairs) devices.insert(in_a);
  const auto add = [&](const Place& place, ComparedCase row) {
    row.id = devices.size() > 1 ? id_on_device(place.second, place.first) : place.second;
    table.cases.push_back(std::move(row));
  };
  std::set<Place> seen;
  double log_sum = 0;
  int ratios = 0;
  for (const Measurement& m : a.measurements) {
    const Place place(m.device, m.id.id());
    if (!seen.insert(place).second) continue;
    const auto other = in_b.find(place);
    if (other == in_b.end()) {
      add(place, {"", std::nullopt, has_evidence(m) ? m.stats->median : 0, 0, "only in " + a_name});
      continue;
    }
    add(place, compare_case(m, a_name, *other->second, b_name));
    if (const auto& ratio = table.cases.back().ratio) {
      log_sum += std::log(ratio->estimate);
      ++ratios;
    }
  }
  for (const Measurement& m : b.measurements) {
    const Place place(pairs.at(m.device), m.id.id());
    if (!seen.insert(place).second) continue;
    add(place, {"", std::nullopt, 0, has_evidence(m) ? m.stats->median : 0, "only in " + b_name});
  }
  table.suites = suites_of(table.cases);
  table.noise_assumed = a.run.processes < static_cast<int>(processes_that_tell) ||
                        b.run.processes < static_cast<int>(processes_that_tell);
  if (ratios > 0) table.geometric_mean = std::exp(log_sum / ratios);
  table.a = std::move(a_name);
  table.b = std::move(b_name);
  return table;
}

}  // namespace gpupeak
