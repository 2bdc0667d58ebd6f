#include "analysis/compare/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/gate/baseline.h"
#include "analysis/gate/gated_metrics.h"
#include "statistics/rank_tests.h"
#include "statistics/student_t.h"

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

constexpr double confidence_wanted = 0.99;
bool few_processes(const Measurement& a, const Measurement& b) {
  return std::min(process_medians(a).size(), process_medians(b).size()) < processes_that_tell;
}

constexpr double z = 2.5758293035489;  // of a normal deviation that is exceeded by chance in 1 of 100

// What two processes differ by is more than their samples show, so 1 % of noise between them is assumed: 2.58
// deviations of a difference beside the samples' own interval.
Interval widened(const Interval& interval, double ratio) {
  const double between = z * std::sqrt(2.0) * assumed_between_processes, estimate = std::log(ratio);
  const double down = estimate - std::log(interval.low), up = std::log(interval.high) - estimate;
  return {std::exp(estimate - std::hypot(down, between)), std::exp(estimate + std::hypot(up, between)),
          interval.confidence};
}

// Of the logarithm of a side's median: what its one time's tool told of the others, or what its times show.
std::optional<LogError> log_error_of(const Measurement& m) {
  if (const auto told = told_spread(m.samples, m.summary)) return log_error(*told);
  return log_error(evidence(m));
}

// Standard errors add in squares, their degrees of freedom by Welch and Satterthwaite.
Interval combined_interval(double ratio, const LogError& a, const LogError& b) {
  const double square_a = a.error * a.error, square_b = b.error * b.error, square = square_a + square_b;
  if (!(square > 0)) return {ratio, ratio, confidence_wanted};
  const double degrees = square * square / (square_a * square_a / a.degrees + square_b * square_b / b.degrees);
  const double off = student_t_quantile(0.5 * (1 - confidence_wanted), degrees) * std::sqrt(square);
  return {ratio * std::exp(-off), ratio * std::exp(off), confidence_wanted};
}

// The ratio of the times, and its interval where the noise of both sides is known.
void take_ratio(const Measurement& a, const Measurement& b, ComparedCase& row) {
  const std::vector<double> times_a = evidence(a), times_b = evidence(b);
  if (std::min(times_a.size(), times_b.size()) > 1) {
    const Ratio ratio = ratio_of(times_b, times_a);
    row.ratio = ratio.estimate;
    row.interval = ratio.interval;
  } else {
    row.ratio = *row.b_s / *row.a_s;
    const std::optional<LogError> error_a = log_error_of(a), error_b = log_error_of(b);
    if (error_a && error_b) row.interval = combined_interval(*row.ratio, *error_a, *error_b);
  }
  if (row.interval && few_processes(a, b)) row.interval = widened(*row.interval, *row.ratio);
}

std::string why_not(const Measurement& m, const std::string& side) {
  std::string text = std::string(name(m.outcome)) + " in " + side;
  if (!m.reason.empty()) text += ": " + m.reason;
  return text;
}

std::optional<double> median_of(const Measurement& m) {
  return has_evidence(m) ? std::optional(m.stats->median) : std::nullopt;
}

ComparedCase only_in(const std::string& side, std::optional<double> a_s, std::optional<double> b_s) {
  ComparedCase row;
  row.a_s = a_s;
  row.b_s = b_s;
  row.note = "only in " + side;
  return row;
}

ComparedCase compare_case(const Measurement& a, const std::string& a_name, const Measurement& b,
                          const std::string& b_name) {
  ComparedCase row;
  row.a_s = median_of(a);
  row.b_s = median_of(b);
  if (!row.a_s) {
    row.note = why_not(a, a_name);
  } else if (!row.b_s) {
    row.note = why_not(b, b_name);
  } else if (const std::string difference = work_difference(a.work, b.work); !difference.empty()) {
    row.other_work = difference;
    row.note = fmt::format("the two did different work ({}){}", difference,
                           a.id.has("size") ? ": sizes that follow the caches differ between these machines" : "");
  } else {
    take_ratio(a, b, row);
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
  const std::string data_a = data_of(a.run.schedule), data_b = data_of(b.run.schedule);
  if (unlike_policies(data_a, data_b)) unlike.push_back(fmt::format("data of operands: {} / {}", data_a, data_b));
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
    found->geometric_mean += std::log(*one.ratio);
    ++found->cases;
  }
  for (ComparedSuite& one : suites) one.geometric_mean = std::exp(one.geometric_mean / one.cases);
  return suites;
}

std::string or_unknown(const std::string& text) { return text.empty() ? "unknown" : text; }
std::string seed_text(const Schedule& plan) { return is_planned(plan) ? std::to_string(plan.seed) : "unknown"; }

std::vector<std::string> differences_of(const Report& a, const Report& b) {
  struct Fact {
    std::string what, a, b;
  };
  const Fact facts[] = {
      {"device", device_text(a), device_text(b)},
      {"version", a.tool.version + " " + a.tool.commit, b.tool.version + " " + b.tool.commit},
      {"build", a.tool.build + " " + a.tool.compiler, b.tool.build + " " + b.tool.compiler},
      {"preset", a.run.schedule.preset, b.run.schedule.preset},
      {"data", or_unknown(data_of(a.run.schedule)), or_unknown(data_of(b.run.schedule))},
      {"seed", seed_text(a.run.schedule), seed_text(b.run.schedule)},
      {"processes", std::to_string(a.run.processes), std::to_string(b.run.processes)},
      {"state", a.run.state, b.run.state},
  };
  std::vector<std::string> differences;
  for (const Fact& fact : facts)
    if (fact.a != fact.b) differences.push_back(fact.what + ": " + fact.a + " / " + fact.b);
  return differences;
}

}  // namespace

bool surely_differs(const ComparedCase& row) {
  constexpr double rounding = 1e-9;
  const std::optional<Interval>& interval = row.interval;
  return interval && interval->confidence >= confidence_wanted - rounding &&
         !(interval->low <= 1 && 1 <= interval->high);
}

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
      add(place, only_in(a_name, median_of(m), {}));
      continue;
    }
    add(place, compare_case(m, a_name, *other->second, b_name));
    if (const auto& ratio = table.cases.back().ratio) {
      log_sum += std::log(*ratio);
      ++ratios;
      const bool known = table.cases.back().interval.has_value();
      table.noise_assumed = table.noise_assumed || (known && few_processes(m, *other->second));
      table.noise_unknown += !known;
    }
  }
  for (const Measurement& m : b.measurements) {
    const Place place(pairs.at(m.device), m.id.id());
    if (!seen.insert(place).second) continue;
    add(place, only_in(b_name, {}, median_of(m)));
  }
  table.suites = suites_of(table.cases);
  if (ratios > 0) table.geometric_mean = std::exp(log_sum / ratios);
  table.a = std::move(a_name);
  table.b = std::move(b_name);
  return table;
}

}  // namespace gpupeak
