#include "analysis/gaps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/format.h"
#include "core/judge.h"

namespace gpupeak {
namespace {

constexpr double worth_telling = 0.95;       // what reaches this much of its ceiling has no gap to speak of
constexpr double clock_explains_most = 0.5;  // of the gap, as logarithms

struct Evidence {
  const Measurement& m;
  const DeviceInfo& device;
  double efficiency;  // against the rated ceiling
};

// TABLE of causes, the most telling first: when one applies, it is what the sentence says.
struct Cause {
  bool (*applies)(const Evidence&);
  std::string (*sentence)(const Evidence&);
};

bool has_note(const Measurement& m, std::string_view start) {
  return std::any_of(m.notes.begin(), m.notes.end(), [&](const std::string& note) { return note.starts_with(start); });
}

constexpr Cause causes[] = {
    {[](const Evidence& e) {
       const std::optional<Hertz> rated = rated_clock_for(e.m.work, e.device);
       return e.m.clock && rated && *e.m.clock < *rated &&
              std::log(*e.m.clock / *rated) <= clock_explains_most * std::log(e.efficiency);
     },
     [](const Evidence& e) {
       return fmt::format(
           "the core ran at {} instead of {}: look at power and thermal limits and at other load (gpupeak doctor)",
           text(*e.m.clock), text(*rated_clock_for(e.m.work, e.device)));
     }},
    {[](const Evidence& e) { return has_note(e.m, "drift") || has_note(e.m, "two modes"); },
     [](const Evidence&) {
       return std::string(
           "the samples are unsteady, so something else used the machine: stop it and run again (gpupeak doctor)");
     }},
    {[](const Evidence& e) { return !e.m.rated->unknown.empty() && row(e.m.rated->bound_by).unit == Unit::flop; },
     [](const Evidence& e) {
       const std::string_view level = row(e.m.rated->unknown.front()).name;
       return fmt::format(
           "the ceiling counts arithmetic alone, as the rate of {} is unknown: if that traffic is the true limit, the "
           "gap is smaller; give it with --peak {}=…GB/s",
           level, level);
     }},
    {[](const Evidence& e) { return row(e.m.rated->bound_by).unit == Unit::byte; },
     [](const Evidence& e) {
       return fmt::format("bound by {}, whose transfers it does not fill: compare the other operations and sizes",
                          row(e.m.rated->bound_by).name);
     }},
    {[](const Evidence&) { return true; },
     [](const Evidence& e) {
       return fmt::format(
           "the {} units wait for operands or for each other: a larger size or a better-blocked rung fills them",
           row(e.m.rated->bound_by).name);
     }},
};

// A ladder's slow rungs are slow by design: what tells about the machine is the best one.
class Fastest {
 public:
  explicit Fastest(const Report& report) {
    for (const Measurement& m : report.measurements) {
      if (m.outcome != Outcome::measured || !m.stats) continue;
      const auto [best, first] = best_.try_emplace({m.device, m.group}, m.stats->median);
      if (!first) best->second = std::min(best->second, m.stats->median);
    }
  }
  bool operator()(const Measurement& m) const { return m.stats->median <= best_.at({m.device, m.group}); }

 private:
  std::map<std::pair<int, std::string>, double> best_;
};

}  // namespace

std::vector<Gap> largest_gaps(const Report& report, size_t count) {
  const Fastest fastest(report);
  std::vector<Gap> gaps;
  for (const Measurement& m : report.measurements) {
    const auto index = static_cast<size_t>(m.device);
    if (m.outcome != Outcome::measured || !m.stats || !m.rated || !(m.stats->median > 0)) continue;
    if (index >= report.devices.size() || !fastest(m)) continue;
    const Evidence evidence{m, report.devices[index], m.rated->time.value / m.stats->median};
    if (evidence.efficiency >= worth_telling) continue;
    const auto cause =
        std::find_if(std::begin(causes), std::end(causes), [&](const Cause& c) { return c.applies(evidence); });
    gaps.push_back(
        {m.id.id(), evidence.efficiency,
         fmt::format("reaches {} of its ceiling: {}.", percent(evidence.efficiency), cause->sentence(evidence))});
  }
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.efficiency < b.efficiency; });
  if (gaps.size() > count) gaps.resize(count);
  return gaps;
}

}  // namespace gpupeak
