#include "core/ceiling.h"

#include "core/device_info.h"

namespace gpupeak {

std::optional<Ceiling> ceiling(const Work& work, const DeviceInfo& device, std::optional<Hertz> clock, Terms terms) {
  std::optional<Ceiling> result;
  std::vector<Resource> unknown;
  for (const auto& [resource, amount] : work.amounts) {
    const auto found = device.peak.rates.find(resource);
    if (found == device.peak.rates.end() || (terms == Terms::certain && !found->second.doubt.empty())) {
      unknown.push_back(resource);
      continue;
    }
    const Rate& rate = found->second;
    double per_second = rate.per_second;
    if (rate.scope == Scope::per_unit && work.units > 0 && work.units < device.units)
      per_second *= static_cast<double>(work.units) / device.units;
    if (clock && rate.rated_clock) per_second *= *clock / *rate.rated_clock;
    const Seconds time(amount / per_second);
    if (!result || time > result->time) result = Ceiling{time, resource, {}};
  }
  if (result) result->unknown = std::move(unknown);
  return result;
}

}  // namespace gpupeak
