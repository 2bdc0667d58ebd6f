// The kernel of the rungs of `fma`: every thread turns pairs of its own, from registers alone.
#pragma once

#include <algorithm>

#include "device/cuda/launch.h"
#include "device/cuda/multiply_code.cuh"
#include "kernels/fma/fma.h"

namespace gpupeak::cuda {
namespace {

constexpr int threads = 1024;
constexpr int chains = 4;                       // independent pairs per thread
constexpr int unrolled = 64;                    // turns of 8 instructions: 512, beside which the loop's own 3 are 0.6 %
constexpr int latency_threads = 32;             // one warp with one chain: nothing hides a latency
constexpr uint32_t not_a_number = 0xFFFFFFFFu;  // both halves of a pair

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

// The pairs of a thread.
template <class T, int own>
struct Pairs {
  T x[own], y[own];
};

// The first turn of a pass, from where the pairs begin: it writes other registers than it reads, so no instruction is
// spent on moving them.
template <fma::Pattern pattern, class T, int own>
__device__ __forceinline__ void begin_pass(Pairs<T, own>& start, Pairs<T, own>& pairs, T s) {
#pragma unroll
  for (int i = 0; i < own; ++i) {
    touch(start.x[i]);  // or a pass could be taken for a repetition of the one before
    turn<T, pattern>(start.x[i], start.y[i], pairs.x[i], pairs.y[i], s);
  }
}

template <fma::Pattern pattern, int count, class T, int own>
__device__ __forceinline__ void turn_on(Pairs<T, own>& pairs, T s) {
#pragma unroll
  for (int step = 0; step < count; ++step) {
#pragma unroll
    for (int i = 0; i < own; ++i) turn<T, pattern>(pairs.x[i], pairs.y[i], pairs.x[i], pairs.y[i], s);
  }
}

// `passes` passes of any number of turns.
template <fma::Pattern pattern, class T, int own>
__device__ __forceinline__ void looped_passes(Pairs<T, own> start, Pairs<T, own>& pairs, int steps, int passes, T s) {
#pragma unroll 1
  for (; passes > 0; --passes) {
    begin_pass<pattern>(start, pairs, s);
    int left = steps - 1;
#pragma unroll 1
    for (; left >= unrolled; left -= unrolled) turn_on<pattern, unrolled>(pairs, s);
#pragma unroll 1
    for (; left > 0; --left) turn_on<pattern, 1>(pairs, s);
  }
}

// `passes` passes of `steps` turns, each one stretch of code; short ones, several at once, so that a round of the loop
// has enough instructions. ptxas takes no empty asm statement for a change: it would do once what every pass does, and
// nothing of a pass whose end nobody reads. Hence each of those at once has an s of its own, to which every round adds
// a zero that no compiler knows to be one, and ends in registers of its own, that are compared behind the last round.
template <fma::Pattern pattern, int steps, class T, int own>
__device__ __forceinline__ void straight_passes(Pairs<T, own> start, Pairs<T, own>& pairs, int passes, T factor,
                                                const void* address) {
  constexpr int at_once = std::max(1, unrolled / steps);
  const uint32_t zero = unknown_zero(address);
  Pairs<T, own> ends[at_once];
  T s[at_once];
#pragma unroll
  for (int k = 0; k < at_once; ++k) ends[k] = start, s[k] = own_copy(factor, static_cast<const char*>(address) - k);
  const bool rounds = passes >= at_once;
#pragma unroll 1
  for (; passes >= at_once; passes -= at_once) {
#pragma unroll
    for (int k = 0; k < at_once; ++k) {
      add_bits(s[k], zero);
      begin_pass<pattern>(start, ends[k], s[k]);
      turn_on<pattern, steps - 1>(ends[k], s[k]);
    }
  }
#pragma unroll 1
  for (; passes > 0; --passes) {
    add_bits(s[0], zero);
    begin_pass<pattern>(start, ends[0], s[0]);
    turn_on<pattern, steps - 1>(ends[0], s[0]);
  }
  pairs = ends[0];
#pragma unroll
  for (int k = 1; k < at_once; ++k)
#pragma unroll
    for (int i = 0; i < own; ++i)
      if (rounds && (ends[k].x[i].bits != pairs.x[i].bits || ends[k].y[i].bits != pairs.y[i].bits))
        pairs.x[i].bits = pairs.y[i].bits = not_a_number;
}

// in and out are [units][2][pairs]; block u is unit u, thread t has the pairs t, t + threads, … T may hold several
// elements, which are neighbours in memory. Every pass begins anew from the pairs that were loaded. Passes of
// `straight` turns have no loop; 0: passes of any number of turns, in a loop. `s` comes from a register of the thread's
// own: one for all threads would be read by another way than the register file, and three sources be two.
template <class T, fma::Pattern pattern, int own, int straight>
__global__ void __launch_bounds__(threads) turn_pairs(const T* in, T* out, int steps, int passes, T factor) {
  const int64_t count = int64_t{own} * blockDim.x;
  const T* from = in + 2 * count * blockIdx.x + threadIdx.x;
  T* to = out + 2 * count * blockIdx.x + threadIdx.x;
  Pairs<T, own> start;
#pragma unroll
  for (int i = 0; i < own; ++i) {
    start.x[i] = from[i * blockDim.x];
    start.y[i] = from[count + i * blockDim.x];
  }
  Pairs<T, own> pairs = start;
  if constexpr (straight > 0)
    straight_passes<pattern, straight>(start, pairs, passes, factor, from);
  else
    looped_passes<pattern>(start, pairs, steps, passes, own_copy(factor, from));
#pragma unroll
  for (int i = 0; i < own; ++i) {
    to[i * blockDim.x] = pairs.x[i];
    to[count + i * blockDim.x] = pairs.y[i];
  }
}

template <class T>
constexpr DType turned = dtype_of<T>;
template <>
inline constexpr DType turned<uint32_t> = DType::i32;
template <>
inline constexpr DType turned<F16Pair> = DType::f16;
template <>
inline constexpr DType turned<BF16Pair> = DType::bf16;

template <class T, fma::Pattern pattern>
Launch bind_one_of(const fma::Problem& problem, const fma::Operands& operands, T s) {
  constexpr bool dependent = pattern == fma::Pattern::dependent;
  constexpr int own = dependent ? 1 : chains;
  constexpr auto longest = static_cast<int>(fma::whole_steps(unrolled, fma::most_steps(turned<T>, pattern)));
  constexpr int straight = fma::loops_not(longest, unrolled) ? longest : 0;
  const auto kernel =
      problem.steps == straight ? turn_pairs<T, pattern, own, straight> : turn_pairs<T, pattern, own, 0>;
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)),
                  .threads = dependent ? latency_threads : threads};
  return [=](Queue& queue) {
    launch(queue, grid, kernel, static_cast<const T*>(operands.in), static_cast<T*>(operands.out),
           static_cast<int>(problem.steps), static_cast<int>(problem.passes), s);
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
