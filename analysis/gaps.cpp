#include "analysis/gaps.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/format.h"
#include "core/metrics.h"

namespace gpupeak {
namespace {

constexpr double worth_telling = 0.95;  // what reaches this much of its ceiling has no gap to speak of
constexpr double beaten_by_opponent = 1.1;

struct Evidence {
  const Measurement& m;
  const Report& report;
  double efficiency;
  const Measurement* best;  // fastest opponent of the same group, when it is another
  const DeviceInfo* device;
};

// TABLE of causes, the most telling first: when one applies, it is what the sentence says.
struct Cause {
  bool (*applies)(const Evidence&);
  std::string (*sentence)(const Evidence&);
};

bool has_note(const Measurement& m, std::string_view start) {
  return std::any_of(m.notes.begin(), m.notes.end(), [&](const std::string& note) { return note.starts_with(start); });
}

bool memory_bound(const Measurement& m) { return m.clocked && row(m.clocked->bound_by).unit == Unit::byte; }

constexpr Cause causes[] = {
    {[](const Evidence& e) { return has_note(e.m, "clock "); },
     [](const Evidence& e) {
       return fmt::format(
           "the core ran at {} instead of {}: look at power and thermal limits and at other load (gpupeak doctor)",
           text(*e.m.clock), text(*e.device->rated_clock));
     }},
    {[](const Evidence& e) { return e.best && e.m.stats->median > beaten_by_opponent * e.best->stats->median; },
     [](const Evidence& e) {
       return fmt::format(
           "it is the implementation, not the machine: {} does the same work {:.1f}x as fast here; use that one",
           e.best->id.has("rung") ? e.best->id.text("rung") : e.best->id.id(),
           e.m.stats->median / e.best->stats->median);
     }},
    {[](const Evidence& e) { return has_note(e.m, "drift") || has_note(e.m, "two modes"); },
     [](const Evidence&) {
       return std::string(
           "the samples are unsteady, so something else used the machine: stop it and run again (gpupeak doctor)");
     }},
    {[](const Evidence& e) { return !e.m.clocked->unknown.empty() && !memory_bound(e.m); },
     [](const Evidence& e) {
       const std::string_view level = row(e.m.clocked->unknown.front()).name;
       return fmt::format(
           "the ceiling shown is arithmetic alone because the rate of {} is unknown; if traffic there is the true "
           "limit the "
           "gap is smaller: give it with --peak {}=…GB/s",
           level, level);
     }},
    {[](const Evidence& e) { return memory_bound(e.m); },
     [](const Evidence& e) {
       return fmt::format(
           "bound by {}: the access pattern leaves transfers unused; compare the rungs and sizes of this table",
           row(e.m.clocked->bound_by).name);
     }},
    {[](const Evidence&) { return true; },
     [](const Evidence& e) {
       return fmt::format(
           "the {} units wait for operands or for each other: a larger size or a better-blocked rung fills them",
           row(e.m.clocked->bound_by).name);
     }},
};

const Measurement* fastest_of_group(const Measurement& m, const Report& report) {
  const Measurement* best = &m;
  for (const Measurement& other : report.measurements)
    if (other.group == m.group && other.device == m.device && other.outcome == Outcome::measured && other.stats &&
        other.stats->median < best->stats->median)
      best = &other;
  return best == &m ? nullptr : best;
}

}  // namespace

std::vector<Gap> largest_gaps(const Report& report, size_t count) {
  std::vector<Gap> gaps;
  for (const Measurement& m : report.measurements) {
    if (m.outcome != Outcome::measured || !m.stats || !m.clocked || !(m.stats->median > 0)) continue;
    const double efficiency = m.clocked->time.value / m.stats->median;
    if (efficiency >= worth_telling) continue;
    const auto index = static_cast<size_t>(m.device);
    if (index >= report.devices.size()) continue;
    const Evidence evidence{m, report, efficiency, fastest_of_group(m, report), &report.devices[index]};
    const auto cause =
        std::find_if(std::begin(causes), std::end(causes), [&](const Cause& c) { return c.applies(evidence); });
    gaps.push_back({m.id.id(), efficiency,
                    fmt::format("reaches {} of its ceiling: {}.", percent(efficiency), cause->sentence(evidence))});
  }
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.efficiency < b.efficiency; });
  if (gaps.size() > count) gaps.resize(count);
  return gaps;
}

}  // namespace gpupeak
