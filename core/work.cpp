#include "core/work.h"

#include "core/device_info.h"

namespace gpupeak {
namespace {

double total(const Work& work, Unit unit) {
  double sum = 0;
  for (const auto& [resource, amount] : work.amounts)
    if (row(resource).unit == unit) sum += amount;
  return sum;
}

}  // namespace

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

void charge_memory(Work& work, const DeviceInfo& device, Bytes reads, Bytes writes, Cache cache) {
  std::string_view level = "dram";
  if (cache == Cache::hot) {
    for (const CacheLevel& candidate : device.caches) {
      if (work.working_set <= reachable(candidate, device, work.units)) {
        level = candidate.name;
        break;
      }
    }
  }
  if (level == "l1") {  // loads and stores have ports of their own
    if (reads.value > 0) work.add(Resource::l1_read, reads);
    if (writes.value > 0) work.add(Resource::l1_write, writes);
    return;
  }
  work.add(resource_named(level).value_or(Resource::dram), reads + writes);
}

std::optional<Resource> arithmetic_of(const Work& work) {
  for (const auto& [resource, amount] : work.amounts)
    if (row(resource).unit == Unit::flop) return resource;
  return std::nullopt;
}

FlopCount total_flops(const Work& work) { return FlopCount(total(work, Unit::flop)); }
Bytes total_bytes(const Work& work) { return Bytes(total(work, Unit::byte)); }

}  // namespace gpupeak
