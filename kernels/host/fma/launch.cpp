#include "kernels/host/fma/launch.h"

#include <fmt/format.h>

#include "device/host/host_device.h"
#include "kernels/host/isa.h"

namespace gpupeak::host {

Launch turn_units(const fma::Problem& problem, const fma::Operands& operands, int pairs, TurnUnit turn) {
  const size_t unit_bytes = size_t{2} * static_cast<size_t>(pairs) * static_cast<size_t>(row(problem.dtype).bytes);
  return [=](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      for (int unit = worker; unit < problem.units; unit += workers) {
        const size_t offset = static_cast<size_t>(unit) * unit_bytes;
        turn(static_cast<const std::byte*>(operands.in) + offset, static_cast<std::byte*>(operands.out) + offset,
             problem.steps);
      }
    });
  };
}

std::optional<std::string> refuses_without(const DeviceInfo& device, std::string_view feature) {
  if (has_feature(device, feature)) return std::nullopt;
  return fmt::format("needs {}, which {} does not have; a narrower rung runs here", feature,
                     device.name.empty() ? "this CPU" : device.name);
}

Resource vector_resource(DType dtype) { return dtype == DType::f32 ? Resource::fp32 : Resource::fp64; }
Resource scalar_resource(DType dtype) { return dtype == DType::f32 ? Resource::fp32_scalar : Resource::fp64_scalar; }

}  // namespace gpupeak::host
