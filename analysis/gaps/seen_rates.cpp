#include "analysis/gaps/seen_rates.h"

#include <algorithm>

#include "analysis/summary/reliability.h"
#include "method/metrics.h"

namespace gpupeak {
SeenRates::SeenRates(const Report& report) {
  for (const Measurement& m : report.measurements) {
    if (!is_precise(m) || !(m.stats->median > 0)) continue;
    for (const auto& [resource, amount] : m.work.amounts) {
      if (row(resource).unit != Unit::byte) continue;
      double& fastest = fastest_[{m.device, resource}];
      fastest = std::max(fastest, amount / m.stats->median);
    }
  }
}

std::optional<double> SeenRates::of(int device, Resource resource) const {
  const auto found = fastest_.find({device, resource});
  return found == fastest_.end() || !(found->second > 0) ? std::nullopt : std::optional(found->second);
}

std::optional<Ceiling> SeenRates::shortest(const Measurement& m, const std::optional<Ceiling>& ceiling) const {
  const auto left_out = [&](Resource resource) {
    return !ceiling || std::ranges::find(ceiling->unknown, resource) != ceiling->unknown.end();
  };
  for (const auto& [resource, amount] : m.work.amounts)
    if (row(resource).unit == Unit::flop && left_out(resource)) return std::nullopt;
  std::optional<Ceiling> longest;
  if (ceiling) longest = Ceiling{ceiling->time, ceiling->bound_by, {}};
  for (const auto& [resource, amount] : m.work.amounts) {
    if (!left_out(resource)) continue;
    const std::optional<double> rate = of(m.device, resource);
    if (!rate) continue;
    const Seconds time(amount / *rate);
    if (!longest || time > longest->time) longest = Ceiling{time, resource, {}};
  }
  return longest;
}

bool SeenRates::applies(const Measurement& m, const Ceiling& ceiling) const {
  return std::ranges::all_of(ceiling.unknown, [&](Resource unknown) {
    const auto amount = m.work.amounts.find(unknown);
    const std::optional<double> rate = of(m.device, unknown);
    return amount != m.work.amounts.end() && rate && Seconds(amount->second / *rate) <= ceiling.time;
  });
}

std::optional<double> SeenRates::share_of_ceiling(const Measurement& m) const {
  const std::optional<Ceiling>& ceiling = m.clocked ? m.clocked : m.rated;
  if (!ceiling || !is_precise(m) || !applies(m, *ceiling)) return std::nullopt;
  const std::optional<double> share = finite_value(*metric_named("efficiency_clocked"), m);
  return share && *share <= most_shown ? share : std::nullopt;
}

std::string_view SeenRates::bound_by(const Measurement& m) const {
  return share_of_ceiling(m) ? row((m.clocked ? m.clocked : m.rated)->bound_by).name : std::string_view();
}

}  // namespace gpupeak
