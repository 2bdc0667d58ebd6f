#include "core/work.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/device_info.h"

namespace gpupeak {
namespace {

double total(const Work& work, Unit unit) {
  double sum = 0;
  for (const auto& [resource, amount] : work.amounts)
    if (row(resource).unit == unit) sum += amount;
  return sum;
}

// A working set of so many last-level caches finds next to nothing of itself there: 6 % where lines are replaced at
// random (the share h of hits solves h = exp(-(1 - h) size / cache)), nothing where the oldest is. The suites' size
// "dram" is 3, less what rounding to whole elements takes.
constexpr double whole_beyond = 2.99;

// The least part of its traffic that a working set too large for the last-level cache must take from memory when it is
// used again and again: no policy of replacement keeps more of a pass than the cache holds, and a ceiling, the shortest
// time physics allows, may not assume that one keeps less.
double share_of_dram(const Work& work, const DeviceInfo& device) {
  const Bytes kept = reachable(device.caches.back(), device, work.units);
  return work.working_set >= whole_beyond * kept ? 1 : 1 - kept / work.working_set;
}

}  // namespace

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
  const Bytes all = reads + writes;
  if (level != "dram" || cache == Cache::cold || device.caches.empty()) {
    work.add(resource_named(level).value_or(Resource::dram), all);
    return;
  }
  const double share = share_of_dram(work, device);
  work.add(Resource::dram, share * all);
  if (share < 1) work.add(resource_named(device.caches.back().name).value_or(Resource::dram), (1 - share) * all);
}

std::optional<Resource> arithmetic_of(const Work& work) {
  for (const auto& [resource, amount] : work.amounts)
    if (row(resource).unit == Unit::flop) return resource;
  return std::nullopt;
}

bool same_amount(double a, double b) {
  constexpr double rounded_within = 2e-5;
  return std::abs(a - b) <= rounded_within * std::max(std::abs(a), std::abs(b));
}

std::string work_difference(const Work& a, const Work& b) {
  const auto known = [](const Work& work) { return !work.amounts.empty() || work.steps > 0; };
  if (!known(a) || !known(b)) return {};
  for (const ResourceRow& resource : resources) {
    const auto amount = [&](const Work& work) {
      const auto found = work.amounts.find(resource.id);
      return found == work.amounts.end() ? 0 : found->second;
    };
    const std::string_view unit = resource.unit == Unit::flop ? "flop" : "byte";
    if (!same_amount(amount(a), amount(b)))
      return fmt::format("{:.17g} {} of {} / {:.17g} {}", amount(a), unit, resource.name, amount(b), unit);
  }
  if (!same_amount(a.steps, b.steps)) return fmt::format("{:.17g} dependent accesses / {:.17g}", a.steps, b.steps);
  return {};
}

bool same_work(const Work& a, const Work& b) { return work_difference(a, b).empty(); }

FlopCount total_flops(const Work& work) { return FlopCount(total(work, Unit::flop)); }
Bytes total_bytes(const Work& work) { return Bytes(total(work, Unit::byte)); }

}  // namespace gpupeak
