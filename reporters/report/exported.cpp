#include "reporters/report/exported.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "core/text.h"
#include "reporters/report/figures.h"

namespace gpupeak {

const DeviceInfo* device_of(const Report& report, const Measurement& m) {
  const bool known = m.device >= 0 && static_cast<size_t>(m.device) < report.devices.size();
  return known ? &report.devices[static_cast<size_t>(m.device)] : nullptr;
}

std::string place_of(const Report& report, const Measurement& m) {
  const DeviceInfo* device = device_of(report, m);
  if (!device) return fmt::format("device{}", m.device);
  return fmt::format("{}{}", device->backend.empty() ? "device" : device->backend, device->index);
}

std::string name_in(const Report& report, const Measurement& m) {
  return report.devices.size() > 1 ? fmt::format("{}/{}", place_of(report, m), m.id.id()) : m.id.id();
}

double timed_seconds(const Measurement& m) {
  double total = 0;
  if (!has_time(m.outcome)) return total;
  for (const Sample& sample : m.samples) total += sample.time.value * static_cast<double>(sample.launches);
  return std::isfinite(total) && total > 0 ? total : 0;
}

bool usable(const Measurement& m) {
  return m.outcome == Outcome::measured && m.stats && std::isfinite(m.stats->median) && m.stats->median > 0;
}

AtInterval::AtInterval(const Measurement& m) {
  fast_.outcome = m.outcome;
  fast_.work = m.work;
  fast_.stats = m.stats;
  fast_.clock = m.clock;
  fast_.rated = m.rated;
  fast_.clocked = m.clocked;
  slow_ = fast_;
  if (!m.stats || !m.stats->median_interval) return;
  fast_.stats->median = m.stats->median_interval->low;
  slow_.stats->median = m.stats->median_interval->high;
}

std::optional<Range> AtInterval::of(const Metric& metric) const {
  if (metric.name == "median_precision") return std::nullopt;  // it is this interval
  const std::optional<double> fast = finite_value(metric, fast_), slow = finite_value(metric, slow_);
  if (!fast || !slow || *fast == *slow) return std::nullopt;
  return Range{std::min(*fast, *slow), std::max(*fast, *slow)};
}

std::vector<PlacedSuite> by_suite(const Report& report) {
  std::vector<PlacedSuite> groups;
  std::map<std::pair<int, std::string_view>, size_t> known;
  for (const Measurement& m : report.measurements) {
    const auto [found, fresh] = known.try_emplace({m.device, m.id.suite()}, groups.size());
    if (fresh) groups.push_back({place_of(report, m), m.id.suite(), {}});
    groups[found->second].cases.push_back(&m);
  }
  return groups;
}

std::string axes_in(const Case& id) {
  const std::string text = id.id();
  return text.size() > id.suite().size() ? text.substr(id.suite().size() + 1) : text;
}

std::string outcome_counts(const Report& report) {
  std::array<size_t, outcomes.size()> counts{};
  for (const Measurement& m : report.measurements) ++counts[static_cast<size_t>(m.outcome)];
  const size_t all = report.measurements.size(), measured = counts[static_cast<size_t>(Outcome::measured)];
  std::string text = fmt::format("{} of {} measured", measured, count_of(all, "case"));
  for (const Outcome outcome : outcomes)
    if (outcome != Outcome::measured && counts[static_cast<size_t>(outcome)] > 0)
      text += fmt::format(", {} {}", counts[static_cast<size_t>(outcome)], name(outcome));
  return text;
}

bool is_fault(Outcome outcome) { return outcome != Outcome::measured && outcome != Outcome::skipped; }

}  // namespace gpupeak
