#include "device/opening.h"

#include <utility>

namespace gpupeak {

DeviceInfo described(DeviceInfo found, const Opening& opening) {
  if (opening.as_before) return *opening.as_before;
  override_peaks(opening.overrides, found.peak);
  return found;
}

}  // namespace gpupeak
