// 02 · shared. Rung 01 sends every update to the second-level cache; here each block counts in its shared memory, and
// adds what it has to global memory at the end, one thread per counter. Limit: a counter of floating-point numbers is a
// loop of compare and swap where the SM has no such adder.
#include "device/cuda/launch.h"
#include "kernels/atomics/atomics.h"

namespace gpupeak::cuda {
namespace {

constexpr int shared_threads = 1024;

template <class T, bool random>
__global__ void __launch_bounds__(shared_threads, 1)
    count_in_shared(T* counters, atomics::Layout layout, int64_t of_unit, int64_t updates) {
  T* shared = dynamic_shared<T>();
  for (int64_t i = threadIdx.x; i < of_unit; i += shared_threads) shared[i] = 0;
  __syncthreads();
  if constexpr (random) {
    uint32_t state = atomics::first_draw(blockIdx.x, shared_threads, threadIdx.x);
#pragma unroll 4
    for (int64_t update = 0; update < updates; ++update) {
      state = atomics::next_draw(state);
      atomicAdd(shared + layout.drawn(0, state), T{1});
    }
  } else {
    T* const own = shared + layout.counter(0, threadIdx.x);
#pragma unroll 4
    for (int64_t update = 0; update < updates; ++update) atomicAdd(own, T{1});
  }
  __syncthreads();
  T* const total = counters + blockIdx.x * of_unit;  // of no other block
  for (int64_t i = threadIdx.x; i < of_unit; i += shared_threads) total[i] += shared[i];
}

bool shared_applies(atomics::Sharing sharing) { return sharing != atomics::Sharing::one; }  // no unit reaches another's

std::optional<std::string> shared_refuses(const DeviceInfo&, const atomics::Problem& problem) {
  if (shared_applies(problem.sharing)) return std::nullopt;
  return "blocks have no shared memory in common; --set atomics.sharing=block is as far as it goes";
}

template <class T>
Launch bind_shared_number(const atomics::Problem& problem, void* counters) {
  const atomics::Layout layout = atomics::layout(problem);
  const int64_t of_unit = atomics::elements_of_unit(problem);
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)),
                  .threads = shared_threads,
                  .shared_bytes = static_cast<size_t>(of_unit) * sizeof(T)};
  const auto kernel = layout.random_bits == 0 ? count_in_shared<T, false> : count_in_shared<T, true>;
  return [=, updates = problem.updates](Queue& queue) {
    launch(queue, grid, kernel, static_cast<T*>(counters), layout, of_unit, updates);
  };
}

Launch bind_shared(Device&, const atomics::Problem& problem, void* counters) {
  if (problem.number == atomics::Number::f32) return bind_shared_number<float>(problem, counters);
  if (problem.number == atomics::Number::f64) return bind_shared_number<double>(problem, counters);
  return bind_shared_number<unsigned>(problem, counters);  // the bits of a sum of ones are those of int32
}

}  // namespace

extern constinit const atomics::Rung atomics_shared{
    .name = "shared",
    .idea = "counters of each block in its shared memory",
    .shape = {.threads = shared_threads, .warp = 32, .apart = true},
    .applies = shared_applies,
    .refuses = shared_refuses,
    .bind = bind_shared,
};

}  // namespace gpupeak::cuda
