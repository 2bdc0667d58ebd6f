#include "core/device_info.h"

namespace gpupeak {

Bytes reachable(const CacheLevel& cache, const DeviceInfo& device, int units) {
  if (units <= 0 || units >= device.units) return cache.size * cache.instances;
  const int instances = (units + cache.units_sharing - 1) / cache.units_sharing;
  return cache.size * instances;
}

std::optional<Bytes> capacity(const DeviceInfo& device, std::string_view level) {
  for (const CacheLevel& cache : device.caches)
    if (cache.name == level) return cache.size * cache.instances;
  return std::nullopt;
}

Bytes last_level_cache(const DeviceInfo& device) {
  return device.caches.empty() ? Bytes(0) : device.caches.back().size * device.caches.back().instances;
}

}  // namespace gpupeak
