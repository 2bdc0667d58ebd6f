// The instruction of the matrix units that four warps issue together: wgmma of compute capability 9.0, one 64 x 256
// tile product at a time, A and B in shared memory. Four warps are a warpgroup; warp w of it holds rows 16 w … 16 w +
// 15 of the sums, and its lane 4 g + t of row 16 w + g (half 0) or 16 w + g + 8 (half 1) the pairs of columns 8 j + 2 t
// and 8 j + 2 t + 1 (PTX ISA, "Register Fragments and Shared Memory Matrix Layouts" of wgmma). Elsewhere than on 9.0a
// all this does nothing, and a rung refuses. The tests have a twin of this header.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

#include "device/cuda/device_code.h"
#include "device/cuda/matrix_code.cuh"

namespace gpupeak::cuda {

constexpr int warpgroup_rows = 64, warpgroup_columns = 256, warpgroup_threads = 128;

// 64 or 256 rows (of A; columns of B) of 32 bytes in shared memory: byte b of row r lies at slab_at(r, b), as matrices
// of 8 rows of 16 bytes that follow each other, left and right half of the same rows first.
__host__ __device__ constexpr int slab_at(int row, int byte) {
  return row / 8 * 256 + byte / 16 * 128 + row % 8 * 16 + byte % 16;
}

// Which says so: address, 128 bytes to the next matrix along k, 256 to the next along rows, all in units of 16 bytes;
// no swizzle (PTX ISA, "Matrix descriptor").
__device__ __forceinline__ uint64_t describe_slab(const void* slab) {
  const auto address = static_cast<uint64_t>(__cvta_generic_to_shared(slab));
  return (address & 0x3ffff) >> 4 | uint64_t{128 >> 4} << 16 | uint64_t{256 >> 4} << 32;
}

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
#define GPUPEAK_WGMMA(...) __VA_ARGS__
#else
#define GPUPEAK_WGMMA(...)
#endif

// After a thread has written shared memory that wgmma shall read, before a barrier.
__device__ __forceinline__ void publish_slabs() { GPUPEAK_WGMMA(asm volatile("fence.proxy.async;" ::: "memory");) }

// Before the first product after the sums were written; after the last of a group of products; until all groups ended.
__device__ __forceinline__ void begin_products() {
  GPUPEAK_WGMMA(asm volatile("wgmma.fence.sync.aligned;" ::: "memory");)
}
__device__ __forceinline__ void end_products() {
  GPUPEAK_WGMMA(asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");)
}
__device__ __forceinline__ void await_products() {
  GPUPEAK_WGMMA(asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");)
}

// The 128 sums of a thread as operands: sums[2 j + half] is a pair.
#define GPUPEAK_2(kind, i) kind(sums[i].x), kind(sums[i].y)
#define GPUPEAK_16(kind, i)                                                                                           \
  GPUPEAK_2(kind, i), GPUPEAK_2(kind, i + 1), GPUPEAK_2(kind, i + 2), GPUPEAK_2(kind, i + 3), GPUPEAK_2(kind, i + 4), \
      GPUPEAK_2(kind, i + 5), GPUPEAK_2(kind, i + 6), GPUPEAK_2(kind, i + 7)
#define GPUPEAK_128(kind)                                                                                     \
  GPUPEAK_16(kind, 0), GPUPEAK_16(kind, 8), GPUPEAK_16(kind, 16), GPUPEAK_16(kind, 24), GPUPEAK_16(kind, 32), \
      GPUPEAK_16(kind, 40), GPUPEAK_16(kind, 48), GPUPEAK_16(kind, 56)
#define GPUPEAK_128_NAMES                                                                        \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "                       \
  "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "             \
  "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "             \
  "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63, "             \
  "%64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, "             \
  "%80, %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, "             \
  "%96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, " \
  "%112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127"
// Scales: the sums are kept (1), A and B are taken as they are (1), and neither is transposed (0).
#define GPUPEAK_WARPGROUP_PRODUCT(instruction, kind, scales)                                 \
  GPUPEAK_WGMMA(asm volatile(instruction " {" GPUPEAK_128_NAMES "}, %128, %129, " scales ";" \
                             : GPUPEAK_128(kind)                                             \
                             : "l"(a), "l"(b)))

// sums += A times B, by the time that await_products returns.
__device__ __forceinline__ void warpgroup_multiply_add(F16Tile, float2 (&sums)[64], uint64_t a, uint64_t b) {
  GPUPEAK_WARPGROUP_PRODUCT("wgmma.mma_async.sync.aligned.m64n256k16.f32.f16.f16", "+f", "1, 1, 1, 0, 0");
}
__device__ __forceinline__ void warpgroup_multiply_add(BF16Tile, float2 (&sums)[64], uint64_t a, uint64_t b) {
  GPUPEAK_WARPGROUP_PRODUCT("wgmma.mma_async.sync.aligned.m64n256k16.f32.bf16.bf16", "+f", "1, 1, 1, 0, 0");
}
__device__ __forceinline__ void warpgroup_multiply_add(TF32Tile, float2 (&sums)[64], uint64_t a, uint64_t b) {
  GPUPEAK_WARPGROUP_PRODUCT("wgmma.mma_async.sync.aligned.m64n256k8.f32.tf32.tf32", "+f", "1, 1, 1");
}
__device__ __forceinline__ void warpgroup_multiply_add(E4M3Tile, float2 (&sums)[64], uint64_t a, uint64_t b) {
  GPUPEAK_WARPGROUP_PRODUCT("wgmma.mma_async.sync.aligned.m64n256k32.f32.e4m3.e4m3", "+f", "1, 1, 1");
}
__device__ __forceinline__ void warpgroup_multiply_add(I8Tile, int2 (&sums)[64], uint64_t a, uint64_t b) {
  GPUPEAK_WARPGROUP_PRODUCT("wgmma.mma_async.sync.aligned.m64n256k32.s32.s8.s8", "+r", "1");
}

#undef GPUPEAK_WARPGROUP_PRODUCT
#undef GPUPEAK_128_NAMES
#undef GPUPEAK_128
#undef GPUPEAK_16
#undef GPUPEAK_2
#undef GPUPEAK_WGMMA

}  // namespace gpupeak::cuda
