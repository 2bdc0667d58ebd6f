// What starting a launch costs on a device, so that reports can tell cases that spend their time on it.
#pragma once

#include "core/device.h"

namespace gpupeak {

// Time of `empty`, a launch that does next to nothing, among many, back to back: the median of some windows, by the
// host's clock. About a millisecond.
Seconds launch_overhead(Device&, const Launch& empty);

}  // namespace gpupeak
