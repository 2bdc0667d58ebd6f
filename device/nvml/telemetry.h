// Watches a GPU through NVML while a case is timed: a thread asks for clocks and power, the cumulative counters are
// read at both ends of each stretch.
#pragma once

#include <functional>
#include <memory>

#include "core/watch.h"
#include "device/nvml/nvml.h"

namespace gpupeak::nvml {

struct WatchOptions {
  Seconds first_poll{2e-3};  // after a stretch began: the launches have begun by then
  Seconds interval{20e-3};   // between polls; every board's own power samples are older than that
  Seen<Seconds> energy_refresh;
};

// How often does the energy counter move? Boards differ from 10 to 100 ms, and joules are worth no more than that.
// What measuring it needs of the world, so that a test can script it.
struct EnergyCounter {
  std::function<Seen<Joules>()> read;
  std::function<Seconds()> now;  // monotonic
  std::function<void(Seconds)> sleep;
};

// The longest of the distances between moves of the counter within `limit`; none when it moved fewer than three times.
Seen<Seconds> energy_refresh(const EnergyCounter&, Seconds limit = Seconds(0.5));
// Of this device, measured now: takes up to half a second.
Seen<Seconds> measure_energy_refresh(const Nvml&, NvmlDevice);

std::unique_ptr<Watch> watch(std::shared_ptr<const Nvml> nvml, NvmlDevice device, const WatchOptions& options,
                             OnReading told);

}  // namespace gpupeak::nvml
