// The kernel of the rungs of `fma`: every thread turns pairs of its own, from registers alone.
#pragma once

#include "device/cuda/launch.h"
#include "device/cuda/multiply_code.cuh"
#include "kernels/fma/fma.h"

namespace gpupeak::cuda {
namespace {

constexpr int threads = 1024;
constexpr int chains = 4;            // independent pairs per thread
constexpr int unrolled = 32;         // turns of 8 instructions and more: the loop's own 3 are 1 % of them
constexpr int latency_threads = 32;  // one warp with one chain: nothing hides a latency

// From x0, y0 to x, y, which may be the same.
template <class T, fma::Pattern pattern>
__device__ __forceinline__ void turn(const T& x0, const T& y0, T& x, T& y, T s) {
  if constexpr (pattern == fma::Pattern::two_sources) {
    x = multiply_add(s, x0, x0);
    y = multiply_add(-s, y0, y0);
  } else {
    x = multiply_add(s, y0, x0);
    y = multiply_add(-s, x, y0);
  }
}

// in and out are [units][2][pairs]; block u is unit u, thread t has the pairs t, t + threads, … T may hold several
// elements, which are neighbours in memory. Every pass begins anew from the pairs that were loaded: its first turn
// writes other registers than it reads, so no instruction is spent on moving them. `s` comes from a register of the
// thread's own: one for all threads would be read by another way than the register file, and three sources be two.
template <class T, fma::Pattern pattern, int own>
__global__ void __launch_bounds__(threads) turn_pairs(const T* in, T* out, int steps, int64_t passes, T factor) {
  const int64_t pairs = int64_t{own} * blockDim.x;
  const T* from = in + 2 * pairs * blockIdx.x + threadIdx.x;
  T* to = out + 2 * pairs * blockIdx.x + threadIdx.x;
  const T s = own_copy(factor, from);
  T x0[own], y0[own], x[own], y[own];
#pragma unroll
  for (int i = 0; i < own; ++i) {
    x[i] = x0[i] = from[i * blockDim.x];
    y[i] = y0[i] = from[pairs + i * blockDim.x];
  }
  for (int64_t pass = 0; pass < passes; ++pass) {
#pragma unroll
    for (int i = 0; i < own; ++i) {
      touch(x0[i]);  // or a pass could be taken for a repetition of the one before
      turn<T, pattern>(x0[i], y0[i], x[i], y[i], s);
    }
#pragma unroll unrolled
    for (int step = 1; step < steps; ++step) {
#pragma unroll
      for (int i = 0; i < own; ++i) turn<T, pattern>(x[i], y[i], x[i], y[i], s);
    }
  }
#pragma unroll
  for (int i = 0; i < own; ++i) {
    to[i * blockDim.x] = x[i];
    to[pairs + i * blockDim.x] = y[i];
  }
}

template <class T, fma::Pattern pattern>
Launch bind_one_of(const fma::Problem& problem, const fma::Operands& operands, T s) {
  constexpr bool dependent = pattern == fma::Pattern::dependent;
  constexpr int own = dependent ? 1 : chains;
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)),
                  .threads = dependent ? latency_threads : threads};
  return [=](Queue& queue) {
    launch(queue, grid, turn_pairs<T, pattern, own>, static_cast<const T*>(operands.in), static_cast<T*>(operands.out),
           static_cast<int>(problem.steps), problem.passes, s);
  };
}

template <class T>
Launch bind_turns(const fma::Problem& problem, const fma::Operands& operands, T s) {
  switch (problem.pattern) {
    case fma::Pattern::two_sources:
      return bind_one_of<T, fma::Pattern::two_sources>(problem, operands, s);
    case fma::Pattern::dependent:
      return bind_one_of<T, fma::Pattern::dependent>(problem, operands, s);
    case fma::Pattern::three_sources:
      break;
  }
  return bind_one_of<T, fma::Pattern::three_sources>(problem, operands, s);
}

// Of all lanes of a unit, T of them per thread and chain.
inline int turned_at_once(const fma::Problem& problem) {
  return problem.pattern == fma::Pattern::dependent ? latency_threads : chains * threads;
}

}  // namespace
}  // namespace gpupeak::cuda
