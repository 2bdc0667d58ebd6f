#include "kernels/fma/host/launch.h"

#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"

namespace gpupeak::host {

Launch turn_units(const fma::Problem& problem, const fma::Operands& operands, int pairs, TurnUnit turn) {
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

Resource vector_resource(DType dtype) {
  return dtype == DType::f64 ? Resource::fp64 : dtype == DType::f16 ? Resource::fp16 : Resource::fp32;
}
Resource scalar_resource(DType dtype) { return dtype == DType::f32 ? Resource::fp32_scalar : Resource::fp64_scalar; }

bool is_f32_or_f64(DType dtype) { return dtype == DType::f32 || dtype == DType::f64; }

}  // namespace gpupeak::host
