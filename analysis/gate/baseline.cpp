#include "analysis/gate/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "analysis/gate/gated_metrics.h"
#include "core/text.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

// "570" of "570.86.10 (CUDA 12.8)"
std::string branch_of(std::string_view driver) {
  const size_t digits = driver.find_first_of("0123456789");
  if (digits == std::string_view::npos) return {};
  return std::string(driver.substr(digits, driver.find_first_not_of("0123456789", digits) - digits));
}

// To a whole number that a baseline's file can hold, whatever a report claims.
int64_t rounded(double value) {
  constexpr double most = 0x1p53;  // exact as a double; its schema's limit
  return value > 0 ? std::llround(std::min(value, most)) : 0;
}

std::optional<double> share_slowed(const Telemetry& telemetry, std::initializer_list<Slowdown> causes) {
  if (!(telemetry.watched > Seconds(0))) return std::nullopt;
  std::optional<double> share;
  for (const Slowdown cause : causes)
    if (const Seen<Seconds>& slowed = telemetry.slowed[static_cast<size_t>(cause)])
      share = share.value_or(0) + *slowed / telemetry.watched;
  if (share) share = std::min(*share, 1.0);
  return share;
}

// To the digits that a file keeps.
bool same_times(const BaselineJob& a, const BaselineJob& b) {
  const auto alike = [](double x, double y) { return std::abs(x - y) <= 1e-6 * std::abs(y); };
  return std::ranges::equal(a.cases, b.cases, [&](const auto& x, const auto& y) {
    return x.first == y.first && std::ranges::equal(x.second.time_s, y.second.time_s, alike);
  });
}

}  // namespace

DeviceClass class_of(const DeviceInfo& device, const Report& report) {
  DeviceClass result{.backend = device.backend,
                     .name = device.name,
                     .units = device.units,
                     .memory_gib = rounded(device.memory.value / 0x1p30)};
  if (device.backend == "host") return result;
  result.driver_branch = branch_of(device.driver);
  for (const Measurement& m : report.measurements)
    if (m.telemetry && m.telemetry->power_limit && static_cast<size_t>(m.device) < report.devices.size() &&
        &report.devices[static_cast<size_t>(m.device)] == &device)
      result.power_limit_w = rounded(m.telemetry->power_limit->value);
  return result;
}

std::string text(const DeviceClass& device) {
  std::string words = fmt::format("{} {}", device.backend.empty() ? "device" : device.backend,
                                  device.name.empty() ? "(unknown machine)" : device.name);
  if (device.units > 0) words += ", " + count_of(device.units, "unit");
  if (device.memory_gib > 0) words += fmt::format(", {} GiB", device.memory_gib);
  if (device.power_limit_w) words += fmt::format(", {} W", *device.power_limit_w);
  if (!device.driver_branch.empty()) words += ", driver " + device.driver_branch;
  return words;
}

std::string described(const BaselineJob& job, size_t place) {
  return fmt::format("job {} ({}{})", place + 1, job.added_at, job.label.empty() ? "" : ", " + job.label);
}

const BaselineClass* Baseline::find(const DeviceClass& wanted) const {
  const auto found = std::ranges::find(classes, wanted, &BaselineClass::device);
  return found == classes.end() ? nullptr : &*found;
}

std::vector<double> process_medians(const Measurement& m) {
  std::map<int, std::vector<double>> by_process;
  for (const Sample& sample : m.samples) by_process[sample.process].push_back(sample.time.value);
  std::vector<double> medians;
  for (const auto& [process, times] : by_process) medians.push_back(median(times));
  return medians;
}

BaselineCase baseline_case(const Measurement& m) {
  BaselineCase result{.time_s = process_medians(m)};
  for (const auto& [resource, amount] : m.work.amounts) result.work += amount;
  result.work += m.work.steps;
  if (m.clock) result.clock_hz = m.clock->value;
  if (m.telemetry) {
    result.power_capped = share_slowed(*m.telemetry, {Slowdown::power_cap, Slowdown::power_brake});
    result.thermal =
        share_slowed(*m.telemetry, {Slowdown::thermal, Slowdown::software_thermal, Slowdown::hardware_thermal});
  }
  for (const GatedMetric& gated : gated_metrics) {
    if (gated.decided_by != DecidedBy::value) continue;
    const std::optional<double> value = metric_named(gated.metric)->value(m);
    if (value && std::isfinite(*value)) result.values[std::string(gated.metric)] = *value;
  }
  return result;
}

bool same_baseline_work(double a, double b) { return a == 0 || b == 0 || same_amount(a, b); }

BaselineJob job_of(const Report& report, size_t device, std::string label, std::string added_at) {
  BaselineJob job{.added_at = std::move(added_at),
                  .label = std::move(label),
                  .version = report.tool.version,
                  .method = report.tool.method,
                  .data = data_of(report.run.schedule),
                  .clock_policy = report.devices.at(device).clock_policy,
                  .cases = {}};
  for (const Measurement& m : report.measurements) {
    if (static_cast<size_t>(m.device) != device || m.outcome != Outcome::measured || !m.stats || m.samples.empty())
      continue;
    job.cases.emplace(m.id.id(), baseline_case(m));
  }
  if (job.cases.empty()) throw std::invalid_argument("it measured nothing that a baseline could keep");
  return job;
}

std::string data_of(const Schedule& plan) { return is_planned(plan) ? std::string(name(plan.data)) : std::string(); }

bool unlike_policies(std::string_view a, std::string_view b) { return !a.empty() && !b.empty() && a != b; }

std::optional<Unlike> unlike(const Report& report, size_t device, const BaselineJob& job) {
  const std::string data = data_of(report.run.schedule);
  if (unlike_policies(data, job.data)) return Unlike{"data of operands", data, job.data};
  if (job.method != report.tool.method)
    return Unlike{"the version of the method", std::to_string(report.tool.method), std::to_string(job.method)};
  const std::string& policy = report.devices.at(device).clock_policy;
  if (unlike_policies(policy, job.clock_policy)) return Unlike{"the policy of the clock", policy, job.clock_policy};
  return std::nullopt;
}

BaselineClass alike(const BaselineClass& known) {
  BaselineClass same = known;
  if (same.jobs.empty()) return same;
  const BaselineJob newest = same.jobs.back();
  std::erase_if(same.jobs, [&](const BaselineJob& job) {
    return unlike_policies(job.data, newest.data) || job.method != newest.method ||
           unlike_policies(job.clock_policy, newest.clock_policy);
  });
  return same;
}

void add(Baseline& baseline, const DeviceClass& device, BaselineJob job, size_t most) {
  auto found = std::ranges::find(baseline.classes, device, &BaselineClass::device);
  if (found == baseline.classes.end()) found = baseline.classes.insert(found, {device, {}});
  const auto refuse = [&](std::string_view what) {
    throw std::invalid_argument(fmt::format("{}: {}", text(device), what));
  };
  for (const BaselineJob& old : found->jobs) {
    if (same_times(old, job)) refuse("holds the figures of this report already, and twice the same tells no noise");
    if (unlike_policies(old.data, job.data) || old.method != job.method ||
        unlike_policies(old.clock_policy, job.clock_policy))
      refuse(
          "its jobs were measured under other conditions (data, method or clock policy); begin anew with 'gpupeak "
          "baseline save'");
  }
  const auto pinned = static_cast<size_t>(std::ranges::count(found->jobs, true, &BaselineJob::pinned));
  if (pinned >= most) refuse(fmt::format("beside {} there is no room for another", count_of(pinned, "pinned job")));
  found->jobs.push_back(std::move(job));
  prune(*found, most);
}

size_t prune(BaselineClass& one, size_t most) {
  size_t gone = 0;
  while (one.jobs.size() > most) {
    const auto oldest = std::ranges::find(one.jobs, false, &BaselineJob::pinned);
    if (oldest == one.jobs.end()) break;
    one.jobs.erase(oldest);
    ++gone;
  }
  return gone;
}

size_t prune(Baseline& baseline, size_t most) {
  size_t gone = 0;
  for (BaselineClass& one : baseline.classes) gone += prune(one, most);
  return gone;
}

}  // namespace gpupeak
