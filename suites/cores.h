// The axis `cores`: how many of a device's compute units a launch uses.
#pragma once

#include <variant>

#include "core/case.h"
#include "core/device_info.h"
#include "core/suite.h"

namespace gpupeak {

// Counts, or the words one and all, which mean the same question on every device; both by default.
Axis cores_axis();

// The number a case asks for, or why this device cannot serve it.
std::variant<int, Skip> cores_of(const Case&, const DeviceInfo&);

}  // namespace gpupeak
