#include "kernels/stream/host/walks.h"

#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"

namespace gpupeak::host {

const Walks& widest_walks(const DeviceInfo& device) {
  if (has_feature(device, "avx512f")) return walks_avx512;
  if (has_feature(device, "avx2")) return walks_avx2;
  return walks_vector128;
}

Launch walk_parts(const stream::Problem& problem, const stream::Operands& operands, Walk walk) {
  return [=](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      for (int unit = worker; unit < problem.units; unit += workers) {
        const Part part = stream::part_of(problem, unit);
        const auto from = [&](auto* array) { return array ? array + part.first : nullptr; };
        const double sum = walk(from(operands.a), from(operands.b), from(operands.c), part.count, problem.passes);
        if (operands.sums) operands.sums[unit] = sum;
      }
    });
  };
}

}  // namespace gpupeak::host
