// Watches a GPU through NVML while a case is timed: a thread asks for clocks and power, the cumulative counters are
// read at both ends of each stretch.
#pragma once

#include <memory>

#include "core/watch.h"
#include "device/nvml/nvml.h"

namespace gpupeak::nvml {

struct WatchOptions {
  Seconds first_poll{2e-3};  // after a stretch began: the launches have begun by then
  Seconds interval{20e-3};   // between polls; every board's own power samples are older than that
  Seen<Seconds> energy_refresh;
};

// The device's own refresh of its energy counter, measured now: takes up to half a second.
Seen<Seconds> measure_energy_refresh(const Nvml&, NvmlDevice);

std::unique_ptr<Watch> watch(std::shared_ptr<const Nvml> nvml, NvmlDevice device, const WatchOptions& options,
                             OnReading told);

}  // namespace gpupeak::nvml
