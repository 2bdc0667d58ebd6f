// A GPU for kernels that have none: forced before every .cu file, so that g++ compiles the same text that nvcc does.
// A thread is a fiber, a block's threads take turns in an order that differs from launch to launch, and blocks run one
// after the other. What a kernel gets wrong shows: shared memory is poison until written and ends where it ends,
// asynchronous copies are poison until waited for, and a barrier or a warp operation that some never reach ends the
// launch with a message instead of a hang.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#ifdef __clang__
#pragma clang diagnostic ignored "-Wreserved-identifier"  // CUDA's names
#endif

namespace gpupeak::simt {

struct Here {  // of the running thread
  uint3 thread, block;
  dim3 threads, blocks;
};
const Here& here();

// What the threads of a warp do together.
enum class Collective { shuffle, vote, sync, matrix };

void barrier();  // __syncthreads
// Waits until every lane of `mask` does the same, then returns the value that lane `from` brought; `from` may be any
// lane of the mask, else it is an error of the kernel.
uint64_t exchange(Collective, uint32_t mask, uint64_t value, int from);
uint32_t ballot(uint32_t mask, bool predicate);
// What each of the 32 lanes brings, one after the other; it stays until the warp does the same once more. An error of
// the kernel where a warp has not all its lanes.
const std::byte* together(Collective, const void* own, size_t bytes);
int lane();

uint64_t cycles();
uint64_t nanoseconds();
uint32_t sm();

void* dynamic_shared();
void* static_shared(const void* key, size_t bytes);  // one per key and block
void copy_async(void* shared, const void* global, int bytes, bool there);
void copy_async_commit();
void copy_async_wait(int groups);

template <class T>
uint64_t bits_of(T value) {
  static_assert(sizeof(T) <= sizeof(uint64_t));
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}
template <class T>
T value_of(uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
template <class T>
T shuffle(uint32_t mask, T value, int from, int own) {
  const bool inside = from >= 0 && from < 32;
  return value_of<T>(exchange(Collective::shuffle, mask, bits_of(value), inside ? from : own));
}

}  // namespace gpupeak::simt

#undef __launch_bounds__
#define __launch_bounds__(...)

#define threadIdx (::gpupeak::simt::here().thread)
#define blockIdx (::gpupeak::simt::here().block)
#define blockDim (::gpupeak::simt::here().threads)
#define gridDim (::gpupeak::simt::here().blocks)

using std::max;
using std::min;

inline void __syncthreads() { gpupeak::simt::barrier(); }
inline void __syncwarp(unsigned mask = 0xffffffffu) {
  gpupeak::simt::exchange(gpupeak::simt::Collective::sync, mask, 0, gpupeak::simt::lane());
}
inline long long clock64() { return static_cast<long long>(gpupeak::simt::cycles()); }

template <class T>
T __shfl_sync(unsigned mask, T value, int from, int = 32) {
  return gpupeak::simt::shuffle(mask, value, from, gpupeak::simt::lane());
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned distance, int = 32) {
  const int own = gpupeak::simt::lane();
  return gpupeak::simt::shuffle(mask, value, own + static_cast<int>(distance), own);
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned distance, int = 32) {
  const int own = gpupeak::simt::lane();
  return gpupeak::simt::shuffle(mask, value, own - static_cast<int>(distance), own);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int other, int = 32) {
  const int own = gpupeak::simt::lane();
  return gpupeak::simt::shuffle(mask, value, own ^ other, own);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) { return gpupeak::simt::ballot(mask, predicate != 0); }
inline int __any_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
inline int __all_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) == mask; }

// Threads take turns only where they wait, so nothing comes between; atomic for ThreadSanitizer, which sees no race
// then.
namespace gpupeak::simt {
template <class T, class Change>
T atomically(T* to, Change change) {
  std::atomic_ref<T> at(*to);
  T before = at.load(std::memory_order_relaxed);
  while (!at.compare_exchange_weak(before, change(before), std::memory_order_relaxed)) {
  }
  return before;
}
}  // namespace gpupeak::simt

template <class T>
T atomicAdd(T* to, std::type_identity_t<T> value) {
  return gpupeak::simt::atomically(to, [&](T before) { return static_cast<T>(before + value); });
}
template <class T>
T atomicMax(T* to, std::type_identity_t<T> value) {
  return gpupeak::simt::atomically(to, [&](T before) { return std::max(before, value); });
}
template <class T>
T atomicExch(T* to, std::type_identity_t<T> value) {
  return gpupeak::simt::atomically(to, [&](T) { return value; });
}
template <class T>
T atomicCAS(T* to, std::type_identity_t<T> expected, std::type_identity_t<T> value) {
  return gpupeak::simt::atomically(to, [&](T before) { return before == expected ? value : before; });
}
