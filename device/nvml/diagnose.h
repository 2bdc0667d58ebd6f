// What keeps NVIDIA's GPUs from being used or will distort results on them, each with its remedy.
#pragma once

#include <vector>

#include "device/diagnosis.h"
#include "device/nvml/gpu_state.h"

namespace gpupeak::nvml {

// First the machine, then each GPU. `needed_driver` is the oldest major version that the CUDA runtime in this program
// works with; 0 where there is none. A check whose facts the system does not show says nothing.
std::vector<Diagnosis> diagnose(const NvidiaState&, int needed_driver = 0);

}  // namespace gpupeak::nvml
