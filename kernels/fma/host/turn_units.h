// What the rungs of `fma` share and what does not depend on the instruction set.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "device/host/host_device.h"
#include "kernels/fma/fma.h"

namespace gpupeak::host {

// Turns all pairs of one unit `passes` times: `in` and `out` are [2][pairs].
using TurnUnit = void (*)(const void* in, void* out, int64_t steps, int64_t passes);

// One unit per core.
inline Launch turn_units(const fma::Problem& problem, const fma::Operands& operands, int pairs, TurnUnit turn) {
  const size_t unit_bytes = size_t{2} * static_cast<size_t>(pairs) * static_cast<size_t>(row(problem.dtype).bytes);
  return [=](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      for (int unit = worker; unit < problem.units; unit += workers) {
        const size_t offset = static_cast<size_t>(unit) * unit_bytes;
        turn(static_cast<const std::byte*>(operands.in) + offset, static_cast<std::byte*>(operands.out) + offset,
             problem.steps, problem.passes);
      }
    });
  };
}

inline Resource vector_resource(DType dtype) {
  return dtype == DType::f64 ? Resource::fp64 : dtype == DType::f16 ? Resource::fp16 : Resource::fp32;
}
inline Resource scalar_resource(DType dtype) {
  return dtype == DType::f32 ? Resource::fp32_scalar : Resource::fp64_scalar;
}

inline bool is_f32_or_f64(DType dtype) { return dtype == DType::f32 || dtype == DType::f64; }

}  // namespace gpupeak::host
