// What the rungs of `fma` share and what does not depend on the instruction set.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernels/fma.h"

namespace gpupeak::host {

// Turns all pairs of one unit: `in` and `out` are [2][pairs].
using TurnUnit = void (*)(const void* in, void* out, int64_t steps);

// One unit per core.
Launch turn_units(const fma::Problem&, const fma::Operands&, int pairs, TurnUnit);

// Why a rung that needs `feature` cannot run on this device.
std::optional<std::string> refuses_without(const DeviceInfo&, std::string_view feature);

Resource vector_resource(DType);
Resource scalar_resource(DType);

}  // namespace gpupeak::host
