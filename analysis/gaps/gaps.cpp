// Of a report's ladders the fastest rungs that lose most.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/gaps/why.h"
#include "core/format.h"

namespace gpupeak {
namespace {

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
    if (m.work.steps > 0) continue;  // made to show a latency, not to reach a rate
    const std::optional<Why> cause = why(m, report.devices[index]);
    const double efficiency = m.rated->time.value / m.stats->median;
    if (!cause || efficiency >= worth_telling) continue;
    const std::string device = report.devices.size() > 1 ? fmt::format("on device {} ", m.device) : "";
    gaps.push_back({m.id.id(), efficiency,
                    fmt::format("{}reaches {} of its ceiling: {}.", device, percent(efficiency), cause->sentence)});
  }
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.efficiency < b.efficiency; });
  if (gaps.size() > count) gaps.resize(count);
  return gaps;
}

}  // namespace gpupeak
