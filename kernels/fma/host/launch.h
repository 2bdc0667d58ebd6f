// What the rungs of `fma` share and what does not depend on the instruction set.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernels/fma/fma.h"

namespace gpupeak::host {

// Turns all pairs of one unit `passes` times: `in` and `out` are [2][pairs].
using TurnUnit = void (*)(const void* in, void* out, int64_t steps, int64_t passes);

// One unit per core.
Launch turn_units(const fma::Problem&, const fma::Operands&, int pairs, TurnUnit);

Resource vector_resource(DType);
Resource scalar_resource(DType);

bool is_f32_or_f64(DType);

}  // namespace gpupeak::host
