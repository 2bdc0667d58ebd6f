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
  std::vector<double> times;  // the samples are what was seen; a report may say anything of them
  for (const Sample& sample : m.samples) times.push_back(sample.time.value);
  const Stats stats = statistics(times);
  const double share = m.rated->time.value / stats.median, most = m.rated->time.value / stats.median_interval.low;
  const std::string asked = fmt::format("its rule asks for {:g} %", 100 * *rule.floor);
  if (stats.median_interval.confidence < floors_confidence_wanted || stats.count < rule.min_samples)
    return {Floor::unknown, fmt::format("{:.1f} % of the theoretical peak, but too few samples ({}) to be sure; {}",
                                        100 * share, stats.count, asked)};
  if (most < *rule.floor)
    return {Floor::missed,
            fmt::format("{:.1f} % of the theoretical peak (at most {:.1f} %), {}", 100 * share, 100 * most, asked)};
  return {Floor::met, fmt::format("{:.1f} % of the theoretical peak, {}", 100 * share, asked)};
}

}  // namespace gpupeak
