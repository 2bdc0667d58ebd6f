// 01 · kernel. A kernel a launch, as <<<>>> does. Limit: the driver writes every launch into the GPU's queue, and the
// GPU reads it, sets blocks up and flushes what they wrote: microseconds in which nothing is computed.
#include <algorithm>
#include <limits>

#include "device/cuda/launch.h"
#include "kernels/launch/cuda/raise.h"
#include "kernels/launch/launch.h"

namespace gpupeak::cuda {
namespace {

constexpr int kernel_threads = 256;

__global__ void raise(int64_t* counters, int64_t count) {
  const int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count) counters[i] += 1;
}

Launch bind_kernel(Device&, const launch::Problem& problem, const launch::Operands& operands) {
  return with_wait(problem, [count = problem.count, operands](Queue& queue) { start_raise(queue, operands, count); });
}

}  // namespace

void start_raise(Queue& queue, const launch::Operands& operands, int64_t count) {
  const auto blocks = static_cast<unsigned>((count + kernel_threads - 1) / kernel_threads);
  const auto in_block = static_cast<unsigned>(std::min<int64_t>(count, kernel_threads));
  launch(queue, {.blocks = blocks, .threads = in_block}, raise, operands.counters, count);
}

void load_raise() {
  cudaFuncAttributes unused{};
  check(cudaFuncGetAttributes(&unused, reinterpret_cast<const void*>(raise)));
}

std::optional<std::string> too_many_counters(const DeviceInfo&, const launch::Problem& problem) {
  if (problem.count <= int64_t{kernel_threads} * std::numeric_limits<int32_t>::max()) return std::nullopt;
  return "a grid has no room for so many counters; try --set launch.size=1GiB";
}

Launch with_wait(const launch::Problem& problem, Launch launch) {
  if (problem.op != launch::Op::round_trip) return launch;
  return [launch = std::move(launch)](Queue& queue) {
    launch(queue);
    queue.wait();
  };
}

extern constinit const launch::Rung launch_kernel{
    .name = "kernel",
    .idea = "one kernel a launch",
    .applies = [](launch::Op) { return true; },
    .refuses = too_many_counters,
    .bind = bind_kernel,
};

}  // namespace gpupeak::cuda
