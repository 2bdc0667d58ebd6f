// Loads that choose the caches they go through. The tests have a twin of this header.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

namespace gpupeak::cuda {

// A load that goes round the first-level cache, which is no part of what the second one can do. T is 8, 16 or 32 bytes,
// aligned to as many.
template <class T>
__device__ __forceinline__ T load_past_first_level(const T* from) {
  static_assert(sizeof(T) == 8 || sizeof(T) % 16 == 0, "the sizes of one or more loads");
  T loaded;
  if constexpr (sizeof(T) == 8) {
    *reinterpret_cast<double*>(&loaded) = __ldcg(reinterpret_cast<const double*>(from));
  } else {
#pragma unroll
    for (int i = 0; i < static_cast<int>(sizeof(T) / 16); ++i)
      reinterpret_cast<double2*>(&loaded)[i] = __ldcg(reinterpret_cast<const double2*>(from) + i);
  }
  return loaded;
}

// What lies at an address of global memory. Of a pointer that was loaded no compiler knows which memory it is of, and
// the instruction for any is another one.
__device__ __forceinline__ uint64_t load_at(uint64_t address) {
  uint64_t loaded;
  asm volatile("ld.global.u64 %0, [%1];" : "=l"(loaded) : "l"(address) : "memory");
  return loaded;
}

}  // namespace gpupeak::cuda
