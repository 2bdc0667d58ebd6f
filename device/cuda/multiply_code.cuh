// Multiply-adds that CUDA C++ has no operator for, or whose operator a compiler may take apart: pairs of 16-bit floats
// in one register, int32, and dot products of four int8. The tests have a twin of this header.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

namespace gpupeak::cuda {

// Two elements, the first in the lower half.
struct F16Pair {
  uint32_t bits;
};
struct BF16Pair {
  uint32_t bits;
};
// As an instruction of its own, which ptxas makes part of the one that needs it.
__device__ __forceinline__ F16Pair operator-(F16Pair pair) {
  F16Pair negative;
  asm("neg.f16x2 %0, %1;" : "=r"(negative.bits) : "r"(pair.bits));
  return negative;
}
__device__ __forceinline__ BF16Pair operator-(BF16Pair pair) { return {pair.bits ^ 0x80008000u}; }

// a * b + c, rounded once; of int32 modulo 2^32.
__device__ __forceinline__ float multiply_add(float a, float b, float c) { return ::fma(a, b, c); }
__device__ __forceinline__ double multiply_add(double a, double b, double c) { return ::fma(a, b, c); }
__device__ __forceinline__ uint32_t multiply_add(uint32_t a, uint32_t b, uint32_t c) {
  asm volatile("mad.lo.u32 %0, %1, %2, %0;" : "+r"(c) : "r"(a), "r"(b));
  return c;
}
__device__ __forceinline__ F16Pair multiply_add(F16Pair a, F16Pair b, F16Pair c) {
  asm volatile("fma.rn.f16x2 %0, %1, %2, %0;" : "+r"(c.bits) : "r"(a.bits), "r"(b.bits));
  return c;
}
// From 8.0 on; before it does nothing, and a rung refuses.
__device__ __forceinline__ BF16Pair multiply_add(BF16Pair a, BF16Pair b, BF16Pair c) {
#if __CUDA_ARCH__ >= 800
  asm volatile("fma.rn.bf16x2 %0, %1, %2, %0;" : "+r"(c.bits) : "r"(a.bits), "r"(b.bits));
#endif
  return c;
}

// The same value, in a register of the thread's own: what the compiler knows to be one for all threads it keeps where
// they all read it, which is not the register file. `own` is any address of this thread's alone; none is 1.
template <class T>
__device__ __forceinline__ T own_copy(T value, const void* own) {
  return reinterpret_cast<uintptr_t>(own) == 1 ? T{} : value;
}

// 0, as no compiler knows; `own` as above.
__device__ __forceinline__ uint32_t unknown_zero(const void* own) { return reinterpret_cast<uintptr_t>(own) == 1; }
__device__ __forceinline__ void add_bits(F16Pair& pair, uint32_t bits) {
  asm volatile("add.u32 %0, %0, %1;" : "+r"(pair.bits) : "r"(bits));
}

// Makes the compiler believe that the register was written, at no instruction.
__device__ __forceinline__ void touch(uint32_t& value) { asm volatile("" : "+r"(value)); }
__device__ __forceinline__ void touch(float& value) { asm volatile("" : "+f"(value)); }
__device__ __forceinline__ void touch(double& value) { asm volatile("" : "+d"(value)); }
__device__ __forceinline__ void touch(F16Pair& value) { touch(value.bits); }
__device__ __forceinline__ void touch(BF16Pair& value) { touch(value.bits); }

// sum += the products of the four int8 of a and of b.
__device__ __forceinline__ void add_dot_product(int32_t& sum, int32_t a, int32_t b) {
  asm volatile("dp4a.s32.s32 %0, %1, %2, %0;" : "+r"(sum) : "r"(a), "r"(b));
}

}  // namespace gpupeak::cuda
