// What generation of GPU a device is: the table of features by compute capability decides what a kernel may use.
#pragma once

#include <string>
#include <string_view>

#include "core/device_info.h"

namespace gpupeak::cuda {

// 75 for 7.5, 90 for 9.0, 120 for 12.0; 0 when the device names none.
int compute_capability(const DeviceInfo&);

// "mma.sync of bf16 needs compute capability 8.0 or later, Tesla T4 has 7.5"
std::string lacks_capability(std::string_view what, std::string_view needed, const DeviceInfo&);

}  // namespace gpupeak::cuda
