#include "suites/levels.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/format.h"
#include "suites/operand_sets.h"

namespace gpupeak {
namespace {

constexpr double least_beyond = 1.4;       // of what the level before could keep: a loop then meets little of it there
constexpr Bytes smallest_dram = mib(256);  // beyond any cache that a device might not report
constexpr Seconds shortest_walk{0.25e-3};  // of memory at its peak: starting and ending one costs some microseconds

// What `units` compute units reach of a cache that exists once for every few of them.
Bytes reached(const CacheLevel& cache, int units) {
  const int sharing = std::max(1, cache.units_sharing);
  return cache.size * std::min(cache.instances, (units + sharing - 1) / sharing);
}

std::string known_levels(const DeviceInfo& device) {
  std::string names;
  for (const CacheLevel& cache : device.caches) names += cache.name + ",";
  return names + "dram";
}

}  // namespace

std::variant<LevelSize, Skip> level_size(const Target& target, std::string_view level, int units) {
  const DeviceInfo& device = target.device.info();
  if (level == "dram") {
    const auto rate = device.peak.rates.find(Resource::dram);
    const Bytes walked =
        rate == device.peak.rates.end() ? Bytes(0) : BytesPerSecond(rate->second.per_second) * shortest_walk;
    const Bytes wanted = std::max({enough_to_miss(device), smallest_dram, walked});
    const Bytes size = std::min(wanted, miss_limit(target));
    return LevelSize{size, llc_note(target, size)};
  }
  Bytes nearer(0);  // of the level before
  for (const CacheLevel& cache : device.caches) {
    const Bytes capacity = reached(cache, units);
    if (cache.name != level) {
      nearer = cache.avoidable ? Bytes(0) : capacity;
      continue;
    }
    // Half of a private cache, so that code, stack and tables fit beside it. A quarter of a shared one, which others
    // use too, but at least twice what the level before could keep; where that is too much, as with the first-level
    // caches of all SMs of a GPU, half-way between the two.
    const bool shared = cache.units_sharing > 1 && nearer.value > 0;
    const Bytes beyond = shared ? std::min(nearer * 2, (nearer + capacity) / 2) : Bytes(0);
    const Bytes size = std::max(capacity / (shared ? 4 : 2), beyond);
    if (size > capacity || size < nearer * least_beyond)
      return Skip{ReasonKind::not_on_this_device,
                  fmt::format("{} ({}) is too small beside the level before it ({}) to be seen apart; try a size in "
                              "bytes with --set memory.size=",
                              level, text(capacity), text(nearer))};
    return LevelSize{size, std::nullopt};
  }
  return Skip{ReasonKind::not_on_this_device,
              fmt::format("this device has no cache '{}'; try --set memory.size={}", level, known_levels(device))};
}

}  // namespace gpupeak
