// What kernels that add up have in common: the end of a pass, and what a block's threads add up to, in a fixed order,
// so that sums that round are the same again.
#pragma once

#include "device/cuda/launch.h"

namespace gpupeak::cuda {
namespace {

// The sum of the values of all `threads` threads of a block, in thread 0.
template <int threads, class T>
__device__ __forceinline__ T sum_of_block(T value) {
  constexpr int warps = threads / 32;
  static_assert(threads % 32 == 0 && warps <= 32, "the sums of the warps are added up by one warp");
  T* of_warps = static_shared<T, warps>();
  for (int distance = 16; distance > 0; distance /= 2) value += __shfl_down_sync(0xffffffffu, value, distance);
  if (threadIdx.x % 32 == 0) of_warps[threadIdx.x / 32] = value;
  __syncthreads();
  if (threadIdx.x >= 32) return 0;
  value = threadIdx.x < warps ? of_warps[threadIdx.x] : 0;
  for (int distance = 16; distance > 0; distance /= 2) value += __shfl_down_sync(0xffffffffu, value, distance);
  return value;
}

// After it the compiler knows nothing of what memory holds: no pass is skipped or merged with the next.
__device__ __forceinline__ void finish_pass() { asm volatile("" : : : "memory"); }

}  // namespace
}  // namespace gpupeak::cuda
