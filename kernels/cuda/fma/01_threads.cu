// 01 · threads. One element per thread and instruction, as CUDA C++ is written. A unit is one block of 1024 threads,
// which fills the four schedulers of an SM with 8 warps each; every thread turns 4 independent pairs, so that
// instructions of latency 4 follow each other without a gap. Nothing is loaded or stored between the first turn and the
// last. Limit: three_sources reads three registers per instruction, more than the register banks of some SMs are said
// to deliver; two_sources shows what the units can do. Not measured yet.
#include "device/cuda/launch.h"
#include "kernels/cuda/fma/rungs.h"

namespace gpupeak::cuda {
namespace {

constexpr int threads = 1024;
constexpr int chains = 4;            // independent pairs per thread
constexpr int latency_threads = 32;  // one warp with one chain: nothing hides a latency

template <class T, fma::Pattern pattern>
__device__ __forceinline__ void turn(T& x, T& y, T s) {
  if constexpr (pattern == fma::Pattern::two_sources) {
    x = ::fma(s, x, x);
    y = ::fma(-s, y, y);
  } else {
    x = ::fma(s, y, x);
    y = ::fma(-s, x, y);
  }
}

// in and out are [units][2][pairs]; block u is unit u, thread t has the pairs t, t + threads, …
template <class T, fma::Pattern pattern, int own>
__global__ void __launch_bounds__(threads) turn_pairs(const T* in, T* out, int64_t steps, int64_t passes, T s) {
  const int64_t pairs = int64_t{own} * blockDim.x;
  const T* from = in + 2 * pairs * blockIdx.x + threadIdx.x;
  T* to = out + 2 * pairs * blockIdx.x + threadIdx.x;
  for (int64_t pass = 0; pass < passes; ++pass) {
    T x[own], y[own];
#pragma unroll
    for (int i = 0; i < own; ++i) {
      x[i] = from[i * blockDim.x];
      y[i] = from[pairs + i * blockDim.x];
    }
#pragma unroll 16
    for (int64_t step = 0; step < steps; ++step) {
#pragma unroll
      for (int i = 0; i < own; ++i) turn<T, pattern>(x[i], y[i], s);
    }
#pragma unroll
    for (int i = 0; i < own; ++i) {
      to[i * blockDim.x] = x[i];
      to[pairs + i * blockDim.x] = y[i];
    }
  }
}

template <class T, fma::Pattern pattern>
Launch bind_one_of(const fma::Problem& problem, const fma::Operands& operands) {
  constexpr bool dependent = pattern == fma::Pattern::dependent;
  constexpr int own = dependent ? 1 : chains;
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)),
                  .threads = dependent ? latency_threads : threads};
  return [=](Queue& queue) {
    launch(queue, grid, turn_pairs<T, pattern, own>, static_cast<const T*>(operands.in), static_cast<T*>(operands.out),
           problem.steps, problem.passes, static_cast<T>(fma::turn_of(problem.dtype)));
  };
}

template <class T>
Launch bind_type(const fma::Problem& problem, const fma::Operands& operands) {
  switch (problem.pattern) {
    case fma::Pattern::two_sources:
      return bind_one_of<T, fma::Pattern::two_sources>(problem, operands);
    case fma::Pattern::dependent:
      return bind_one_of<T, fma::Pattern::dependent>(problem, operands);
    case fma::Pattern::three_sources:
      break;
  }
  return bind_one_of<T, fma::Pattern::three_sources>(problem, operands);
}

Launch bind(Device&, const fma::Problem& problem, const fma::Operands& operands) {
  return problem.dtype == DType::f64 ? bind_type<double>(problem, operands) : bind_type<float>(problem, operands);
}

bool takes(DType dtype) { return dtype == DType::f32 || dtype == DType::f64; }
Resource resource(DType dtype) { return dtype == DType::f64 ? Resource::fp64 : Resource::fp32; }
int pairs(const fma::Problem& problem) {
  return problem.pattern == fma::Pattern::dependent ? latency_threads : chains * threads;
}
std::optional<std::string> refuses(const DeviceInfo&, const fma::Problem&) { return std::nullopt; }

}  // namespace

constinit const fma::Rung fma_threads{
    .name = "threads",
    .idea = "one element per thread and instruction",
    .resource = resource,
    .takes = takes,
    .pairs = pairs,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::cuda
