// Probes that disagree with a result are repeated before it is condemned by them.
#pragma once

#include <span>

#include "core/device.h"
#include "method/measurement.h"

namespace gpupeak {

// Repeats, at most three times, the probe of the calibrated rate that this implausible result beats. A rate that rises
// is the device's from then on, and a note of the result: `judged`, all that the device was judged by before, the
// result among them, is held against it again. Returns whether one rose.
bool repeat_beaten_probes(Device&, Measurement& result, std::span<Measurement* const> judged);

}  // namespace gpupeak
