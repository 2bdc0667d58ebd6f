// Whether a GPU's clock is left to the GPU: for DeviceInfo::clock_policy.
#pragma once

#include <string>

#include "device/nvml/nvml.h"

namespace gpupeak::nvml {

// "application clock 1410 MHz", "application clock 1980 MHz, the default"; empty where NVML does not tell, as on
// consumer boards. A range set by `nvidia-smi -lgc` cannot be asked for: the clocks of the samples show it.
std::string clock_policy(const Nvml&, NvmlDevice);

}  // namespace gpupeak::nvml
