#include "analysis/gate/floors.h"

#include <fmt/format.h>

#include <vector>

#include "statistics/stats.h"

namespace gpupeak {
namespace {

constexpr double floors_confidence_wanted = 0.99;

}  // namespace

FloorFinding hold_against_floor(const Measurement& m, const Rule& rule) {
  if (!rule.floor) return {};
  if (!m.rated) return {Floor::unknown, "its rule asks for a share of the peak, but its ceiling is not known"};
  const Stats stats = statistics_of(m.samples, m.summary).value();  // not what the report says of its samples
  const std::optional<Interval>& interval = stats.median_interval;
  const double share = m.rated->time.value / stats.median;
  const std::string asked = fmt::format("its rule asks for {:g} %", 100 * *rule.floor);
  if (!interval || interval->confidence < floors_confidence_wanted || times_of(m) < rule.min_samples)
    return {Floor::unknown, fmt::format("{:.1f} % of the theoretical peak, but too few samples ({}) to be sure; {}",
                                        100 * share, times_of(m), asked)};
  const double most = m.rated->time.value / interval->low;
  if (most < *rule.floor)
    return {Floor::missed,
            fmt::format("{:.1f} % of the theoretical peak (at most {:.1f} %), {}", 100 * share, 100 * most, asked)};
  return {Floor::met, fmt::format("{:.1f} % of the theoretical peak, {}", 100 * share, asked)};
}

}  // namespace gpupeak
