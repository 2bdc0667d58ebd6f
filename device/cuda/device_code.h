// What kernels need beyond the words of CUDA C++ that read the same everywhere. The tests compile the same kernels
// over an emulator, whose own header of this name stands before this one in the include path.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

namespace gpupeak::cuda {

// All of a launch's dynamic shared memory, aligned to 1024 bytes.
template <class T>
__device__ __forceinline__ T* dynamic_shared() {
  extern __shared__ __align__(1024) unsigned char dynamic_bytes[];
  return reinterpret_cast<T*>(dynamic_bytes);
}

// An array of a block's shared memory. `which` tells two of the same type and count apart.
template <class T, int count, int which = 0>
__device__ __forceinline__ T* static_shared() {
  __shared__ __align__(16) T elements[count];
  return elements;
}

// The GPU's wall clock: one for all SMs. Its step is a property of the card (1 us on some, 32 ns on others).
__device__ __forceinline__ uint64_t global_nanoseconds() {
  uint64_t now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now)::"memory");
  return now;
}

// The SM this thread runs on.
__device__ __forceinline__ uint32_t this_sm() {
  uint32_t sm;
  asm volatile("mov.u32 %0, %%smid;" : "=r"(sm));
  return sm;
}

// Copies `bytes` (4, 8 or 16, aligned to as many) from global to shared memory without passing registers; zeros when
// not `there`. They have landed after copy_async_wait, for this thread; for others after a barrier as well. Before
// compute capability 8.0 it is a load and a store.
template <int bytes>
__device__ __forceinline__ void copy_async(void* shared, const void* global, bool there) {
  static_assert(bytes == 4 || bytes == 8 || bytes == 16, "the sizes of cp.async");
#if __CUDA_ARCH__ >= 800
  const auto to = static_cast<uint32_t>(__cvta_generic_to_shared(shared));
  const int from = there ? bytes : 0;  // the rest is filled with zeros
  if constexpr (bytes == 16)
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(global), "r"(from) : "memory");
  else
    asm volatile("cp.async.ca.shared.global [%0], [%1], %2, %3;" ::"r"(to), "l"(global), "n"(bytes), "r"(from)
                 : "memory");
#else
  for (int i = 0; i < bytes / 4; ++i)
    static_cast<uint32_t*>(shared)[i] = there ? static_cast<const uint32_t*>(global)[i] : 0;
#endif
}

// Closes the group of the copies since the last call.
__device__ __forceinline__ void copy_async_commit() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}

// Until all but the latest `groups` groups have landed.
template <int groups>
__device__ __forceinline__ void copy_async_wait() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(groups) : "memory");
#endif
}

// Tells the emulator what a kernel's parameters are; the GPU's runtime knows.
template <class... Parameters>
void announce(void (*)(Parameters...)) {}

}  // namespace gpupeak::cuda
