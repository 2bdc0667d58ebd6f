// The axis `cores`: how many of a device's compute units a launch uses, or which one.
#pragma once

#include <string_view>
#include <variant>

#include "core/case.h"
#include "core/device_info.h"
#include "method/suite.h"

namespace gpupeak {

// Counts, or the words one and all, which mean the same question on every device, both by default; core0, core1, … are
// one of them each, `each` all of these in turn.
Axis cores_axis(const DeviceInfo&);

// Whether that value means a single one, on any device.
bool names_one_core(std::string_view value);

struct Cores {
  int units = 1;
  int unit = 0;  // which, when it is one
};

// What a case asks for, or why this device cannot serve it.
std::variant<Cores, Skip> cores_of(const Case&, const DeviceInfo&);

}  // namespace gpupeak
