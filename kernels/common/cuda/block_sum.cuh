// What a block's threads add up to, in a fixed order: a repetition gives the same bits.
#pragma once

#include "device/cuda/launch.h"

namespace gpupeak::cuda {
namespace {

// The sum of the values of all `threads` threads of a block, in thread 0.
template <int threads>
__device__ __forceinline__ double sum_of_block(double value) {
  constexpr int warps = threads / 32;
  static_assert(threads % 32 == 0 && warps <= 32, "the sums of the warps are added up by one warp");
  double* of_warps = static_shared<double, warps>();
  for (int distance = 16; distance > 0; distance /= 2) value += __shfl_down_sync(0xffffffffu, value, distance);
  if (threadIdx.x % 32 == 0) of_warps[threadIdx.x / 32] = value;
  __syncthreads();
  if (threadIdx.x >= 32) return 0;
  value = threadIdx.x < warps ? of_warps[threadIdx.x] : 0;
  for (int distance = 16; distance > 0; distance /= 2) value += __shfl_down_sync(0xffffffffu, value, distance);
  return value;
}

}  // namespace
}  // namespace gpupeak::cuda
