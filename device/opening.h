// What a device is told when it is opened: how far to look, and by which figures it will be judged.
#pragma once

#include <optional>
#include <vector>

#include "core/device_info.h"
#include "peaks/overrides.h"

namespace gpupeak {

struct Opening {
  bool probe = true;  // false, for listings: returns at once, with no peaks but the driver's own
  std::vector<PeakOverride> overrides = {};
  // The description of this device that an interrupted run was judged by: one report has one yardstick.
  std::optional<DeviceInfo> as_before = {};
};

// What a device says of itself that was found to be so and was opened like this. What reports leave out (how cases are
// laid out for it) stays as found.
inline DeviceInfo described(DeviceInfo found, const Opening& opening) {
  if (opening.as_before) {
    DeviceInfo before = *opening.as_before;
    before.line = found.line;
    before.longest_launch = found.longest_launch;
    for (CacheLevel& cache : before.caches)
      for (const CacheLevel& own : found.caches)
        if (own.name == cache.name) cache.avoidable = own.avoidable, cache.exceeded_by = own.exceeded_by;
    return before;
  }
  override_peaks(opening.overrides, found.peak);
  return found;
}

}  // namespace gpupeak
