// How often does the energy counter move? Boards differ from 10 to 100 ms, and joules are worth no more than that.
#pragma once

#include <functional>

#include "core/telemetry.h"

namespace gpupeak::nvml {

// What measuring it needs of the world, so that a test can script it.
struct EnergyCounter {
  std::function<Seen<Joules>()> read;
  std::function<Seconds()> now;  // monotonic
  std::function<void(Seconds)> sleep;
};

// The longest of the distances between moves of the counter within `limit`; none when it moved fewer than three times.
Seen<Seconds> energy_refresh(const EnergyCounter&, Seconds limit = Seconds(0.5));

}  // namespace gpupeak::nvml
