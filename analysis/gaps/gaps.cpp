// Of some cases those that could gain most.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/gaps/seen_rates.h"
#include "analysis/gaps/why.h"
#include "analysis/summary/reliability.h"
#include "core/format.h"

namespace gpupeak {
namespace {

std::string reaches(const Report& report, const Measurement& m, const Ceiling& shortest, double reached,
                    const SeenRates& seen) {
  const std::string device = report.devices.size() > 1 ? fmt::format("on device {} ", m.device) : "";
  const bool of_peak = m.rated && m.rated->bound_by == shortest.bound_by;
  const std::string limit = of_peak
                                ? "its ceiling"
                                : fmt::format("the fastest traffic of {} in this run ({})", row(shortest.bound_by).name,
                                              text(BytesPerSecond(seen.of(m.device, shortest.bound_by).value_or(0))));
  return fmt::format("{}reaches {} of {}", device, percent(reached), limit);
}

}  // namespace

std::vector<Gap> largest_gaps(const Report& report, const std::vector<const Measurement*>& cases) {
  const SeenRates seen(report);
  std::vector<Gap> gaps;
  for (const Measurement* m : cases) {
    const auto index = static_cast<size_t>(m->device);
    if (!is_precise(*m) || !(m->stats->median > 0) || index >= report.devices.size()) continue;
    if (m->work.steps > 0) continue;  // made to show a latency, not to reach a rate
    const std::optional<Ceiling> possible = seen.shortest(*m, m->rated);
    const std::optional<Ceiling> at_the_clock = seen.shortest(*m, m->clocked ? m->clocked : m->rated);
    if (!possible || !at_the_clock) continue;
    const double reached_rated = possible->time.value / m->stats->median;
    if (!(reached_rated > 0) || reached_rated >= worth_telling) continue;
    Measurement held = *m;  // against what seems possible
    held.rated = possible;
    const std::optional<Why> cause = why(held, report.devices[index]);
    if (!cause) continue;
    const double reached = at_the_clock->time.value / m->stats->median;
    gaps.push_back({m, reached, 1 / reached_rated,
                    fmt::format("{}: {}.", reaches(report, *m, *possible, reached, seen), cause->sentence)});
  }
  std::ranges::stable_sort(gaps, std::greater(), &Gap::gain);
  return gaps;
}

}  // namespace gpupeak
