#include "kernels/optimizer/host/updates.h"

#include <algorithm>

#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"

#define GPUPEAK_AVX512_FEATURES "avx512f,avx512bw,avx512vl"
#define GPUPEAK_LOOPS "kernels/optimizer/host/update_loops.h"
#include "kernels/common/host/each_isa.h"

namespace gpupeak::host {
namespace {

constexpr int64_t line = 32;  // parameters: a line of bf16, two of f32

template <class T>
T* moved(T* array, int64_t by) {
  return array ? array + by : nullptr;
}

}  // namespace

constinit const Updates updates_vector128{vector128::make_updates<float>(), vector128::make_updates<BFloat16>()};
constinit const Updates updates_avx2{avx2::make_updates<float>(), avx2::make_updates<BFloat16>()};
constinit const Updates updates_avx512{avx512::make_updates<float>(), avx512::make_updates<BFloat16>()};

Update widest_update(const DeviceInfo& device, const optimizer::Problem& problem) {
  const Updates& updates = has_feature(device, "avx512f")                              ? updates_avx512
                           : has_feature(device, "avx2") && has_feature(device, "fma") ? updates_avx2
                                                                                       : updates_vector128;
  return (problem.dtype == DType::bf16 ? updates.bf16 : updates.f32)[static_cast<size_t>(problem.rule)];
}

optimizer::Operands from(const optimizer::Operands& all, DType dtype, int64_t first) {
  const int64_t bytes = first * row(dtype).bytes;
  return {.parameters = moved(static_cast<std::byte*>(all.parameters), bytes),
          .gradients = static_cast<const std::byte*>(all.gradients) + bytes,
          .weights = all.weights + first,
          .m = moved(all.m, first),
          .v = moved(all.v, first),
          .steps = all.steps};
}

void update_part(Queue& queue, const optimizer::Problem& problem, const optimizer::Operands& operands, Part part,
                 int units, Update update, const optimizer::Scalars& scalars) {
  const int64_t lines = (part.count + line - 1) / line;
  host(queue).parallel(static_cast<int>(std::min<int64_t>(units, lines)), [&](int worker, int workers) {
    const int64_t first = std::min(lines * worker / workers * line, part.count);
    const int64_t last = std::min(lines * (worker + 1) / workers * line, part.count);
    update(from(operands, problem.dtype, part.first + first), last - first, scalars);
  });
}

}  // namespace gpupeak::host
