// What a GPU says of itself, attribute by attribute.
#pragma once

#include "core/device_info.h"

namespace gpupeak::cuda {

// Everything; of the peak only what the driver tells: the memory's bandwidth. `index` is CUDA's. Throws when the GPU
// cannot be asked.
DeviceInfo describe_device(int index);

}  // namespace gpupeak::cuda
