#include "kernels/stream/host/walks.h"

#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"

#define GPUPEAK_AVX2_FEATURES "avx2"
#define GPUPEAK_LOOPS "kernels/stream/host/walk_loops.h"
#include "kernels/common/host/each_isa.h"

namespace gpupeak::host {

constinit const Walks walks_vector128 = vector128::make_walks(), walks_avx2 = avx2::make_walks(),
                      walks_avx512 = avx512::make_walks();

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
        const uint64_t sum = walk(from(operands.a), from(operands.b), from(operands.c), part.count, problem.passes);
        if (operands.sums) operands.sums[unit] = sum;
      }
    });
  };
}

}  // namespace gpupeak::host
