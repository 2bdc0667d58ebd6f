// 01 · memory. Counters lie in global memory, and updates are carried out where that is cached for all SMs: in the
// second-level cache. Nobody waits for the old value. Block u is unit u, 1024 threads wide. Limit: updates of one
// counter follow each other.
#include "device/cuda/launch.h"
#include "kernels/atomics/atomics.h"

namespace gpupeak::cuda {
namespace {

constexpr int memory_threads = 1024;

template <class T>
__global__ void __launch_bounds__(memory_threads, 1)
    count_in_memory(T* counters, atomics::Layout layout, int64_t updates) {
  T* const own = counters + layout.counter(blockIdx.x, threadIdx.x);
#pragma unroll 4
  for (int64_t update = 0; update < updates; ++update) atomicAdd(own, T{1});
}

template <class T>
__global__ void __launch_bounds__(memory_threads, 1)
    count_at_random_in_memory(T* counters, atomics::Layout layout, int64_t updates) {
  uint32_t state = atomics::first_draw(blockIdx.x, memory_threads, threadIdx.x);
#pragma unroll 4
  for (int64_t update = 0; update < updates; ++update) {
    state = atomics::next_draw(state);
    atomicAdd(counters + layout.drawn(blockIdx.x, state), T{1});
  }
}

bool memory_applies(atomics::Sharing) { return true; }

std::optional<std::string> memory_refuses(const DeviceInfo&, const atomics::Problem&) { return std::nullopt; }

template <class T>
Launch bind_memory_number(const atomics::Problem& problem, void* counters) {
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)), .threads = memory_threads};
  const atomics::Layout layout = atomics::layout(problem);
  const auto kernel = layout.random_bits == 0 ? count_in_memory<T> : count_at_random_in_memory<T>;
  return [=, updates = problem.updates](Queue& queue) {
    launch(queue, grid, kernel, static_cast<T*>(counters), layout, updates);
  };
}

Launch bind_memory(Device&, const atomics::Problem& problem, void* counters) {
  if (problem.number == atomics::Number::f32) return bind_memory_number<float>(problem, counters);
  if (problem.number == atomics::Number::f64) return bind_memory_number<double>(problem, counters);
  return bind_memory_number<unsigned>(problem, counters);  // the bits of a sum of ones are those of int32
}

}  // namespace

extern constinit const atomics::Rung atomics_memory{
    .name = "memory",
    .idea = "counters that all units reach",
    .shape = {.threads = memory_threads, .warp = 32, .apart = false},
    .applies = memory_applies,
    .refuses = memory_refuses,
    .bind = bind_memory,
};

}  // namespace gpupeak::cuda
