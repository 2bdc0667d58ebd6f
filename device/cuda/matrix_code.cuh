// The instructions of the matrix units that one warp issues: mma.sync and ldmatrix, as thin as they can be. One tile
// product adds a 16 x k tile of A times a k x 8 tile of B to a 16 x 8 tile; k is 32 bytes of an element, 16 of f64.
// Lane l = 4 g + t holds rows g and g + 8 of A and of the sums, and column g of B (PTX ISA, "Matrix Fragments for
// mma.m16n8k16" and its siblings). The tests have a twin of this header that does the same for fibers.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

#include "device/cuda/device_code.h"

namespace gpupeak::cuda {

// 4 bytes of consecutive elements of k per register: of A rows g and g + 8 from byte 4 t on, then both from byte
// 16 + 4 t on; of B column g from the same bytes on.
struct Fragments {
  uint32_t a[4], b[2];
};
// A in rows g and g + 8 by turns, columns t, t + 4, t + 8, t + 12; B in column g, the same rows.
struct Fragments64 {
  double a[8], b[4];
};

// What a tile is made of. Pair: sums of columns 2 t and 2 t + 1 of one row, as they lie in memory.
struct F16Tile {
  using Pair = float2;
};
struct BF16Tile {
  using Pair = float2;
};
struct TF32Tile {
  using Pair = float2;
};
struct E4M3Tile {
  using Pair = float2;
};
struct I8Tile {
  using Pair = int2;
};
struct F16SumsTile {
  using Pair = uint32_t;  // two f16
};
struct F64Tile {
  using Pair = double2;
};

// Two or four 8 x 8 matrices of 16-bit elements: lane l brings the address of row l % 8 of matrix l / 8 (16 bytes of
// shared memory) and gets of each matrix bytes 4 t … 4 t + 3 of row g. With two of them the addresses of lanes 16 … 31
// are not read.
__device__ __forceinline__ void load_matrices(uint32_t (&to)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
               : "r"(static_cast<uint32_t>(__cvta_generic_to_shared(row)))
               : "memory");
}
__device__ __forceinline__ void load_matrices(uint32_t (&to)[2], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0,%1}, [%2];"
               : "=r"(to[0]), "=r"(to[1])
               : "r"(static_cast<uint32_t>(__cvta_generic_to_shared(row)))
               : "memory");
}

// sums[0] and sums[1] are the pairs of rows g and g + 8. Where a compute capability has no such instruction the
// function does nothing, and a rung refuses; smaller instructions of 7.5 are put together.
#define GPUPEAK_MMA_F32(instruction)                                                \
  asm volatile(instruction " {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};" \
               : "+f"(sums[0].x), "+f"(sums[0].y), "+f"(sums[1].x), "+f"(sums[1].y) \
               : "r"(at.a[0]), "r"(at.a[1]), "r"(at.a[2]), "r"(at.a[3]), "r"(at.b[0]), "r"(at.b[1]))

__device__ __forceinline__ void multiply_add(F16Tile, float2 (&sums)[2], const Fragments& at) {
#if __CUDA_ARCH__ >= 800
  GPUPEAK_MMA_F32("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32");
#else
  for (int half = 0; half < 2; ++half)
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5}, {%6}, {%0,%1,%2,%3};"
                 : "+f"(sums[0].x), "+f"(sums[0].y), "+f"(sums[1].x), "+f"(sums[1].y)
                 : "r"(at.a[2 * half]), "r"(at.a[2 * half + 1]), "r"(at.b[half]));
#endif
}

__device__ __forceinline__ void multiply_add(F16SumsTile, uint32_t (&sums)[2], const Fragments& at) {
#if __CUDA_ARCH__ >= 800
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f16.f16.f16.f16 {%0,%1}, {%2,%3,%4,%5}, {%6,%7}, {%0,%1};"
               : "+r"(sums[0]), "+r"(sums[1])
               : "r"(at.a[0]), "r"(at.a[1]), "r"(at.a[2]), "r"(at.a[3]), "r"(at.b[0]), "r"(at.b[1]));
#else
  for (int half = 0; half < 2; ++half)
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f16.f16.f16.f16 {%0,%1}, {%2,%3}, {%4}, {%0,%1};"
                 : "+r"(sums[0]), "+r"(sums[1])
                 : "r"(at.a[2 * half]), "r"(at.a[2 * half + 1]), "r"(at.b[half]));
#endif
}

__device__ __forceinline__ void multiply_add(BF16Tile, float2 (&sums)[2], const Fragments& at) {
#if __CUDA_ARCH__ >= 800
  GPUPEAK_MMA_F32("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32");
#endif
}

__device__ __forceinline__ void multiply_add(TF32Tile, float2 (&sums)[2], const Fragments& at) {
#if __CUDA_ARCH__ >= 800
  GPUPEAK_MMA_F32("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32");
#endif
}

// Compiles from 8.9 on, but 9.0 and 10.0 get conversions and an instruction of f16 instead: nothing to measure there.
__device__ __forceinline__ void multiply_add(E4M3Tile, float2 (&sums)[2], const Fragments& at) {
#if __CUDA_ARCH__ == 890 || __CUDA_ARCH__ >= 1200
  GPUPEAK_MMA_F32("mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32");
#endif
}
#undef GPUPEAK_MMA_F32

__device__ __forceinline__ void multiply_add(I8Tile, int2 (&sums)[2], const Fragments& at) {
#if __CUDA_ARCH__ >= 800
  asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+r"(sums[0].x), "+r"(sums[0].y), "+r"(sums[1].x), "+r"(sums[1].y)
               : "r"(at.a[0]), "r"(at.a[1]), "r"(at.a[2]), "r"(at.a[3]), "r"(at.b[0]), "r"(at.b[1]));
#else
  for (int part = 0; part < 4; ++part)
    asm volatile("mma.sync.aligned.m8n8k16.row.col.s32.s8.s8.s32 {%0,%1}, {%2}, {%3}, {%0,%1};"
                 : "+r"(sums[part % 2].x), "+r"(sums[part % 2].y)
                 : "r"(at.a[part]), "r"(at.b[part / 2]));
#endif
}

// 9.0 alone multiplies the whole tile at once; the others are given its eight m8n8k4, which ptxas would make of it too.
__device__ __forceinline__ void multiply_add(F64Tile, double2 (&sums)[2], const Fragments64& at) {
#if __CUDA_ARCH__ == 900
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64 {%0,%1,%2,%3}, {%4,%5,%6,%7,%8,%9,%10,%11}, "
      "{%12,%13,%14,%15}, {%0,%1,%2,%3};"
      : "+d"(sums[0].x), "+d"(sums[0].y), "+d"(sums[1].x), "+d"(sums[1].y)
      : "d"(at.a[0]), "d"(at.a[1]), "d"(at.a[2]), "d"(at.a[3]), "d"(at.a[4]), "d"(at.a[5]), "d"(at.a[6]), "d"(at.a[7]),
        "d"(at.b[0]), "d"(at.b[1]), "d"(at.b[2]), "d"(at.b[3]));
#elif __CUDA_ARCH__ >= 800
#pragma unroll
  for (int part = 0; part < 8; ++part)
    asm volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0,%1}, {%2}, {%3}, {%0,%1};"
                 : "+d"(sums[part % 2].x), "+d"(sums[part % 2].y)
                 : "d"(at.a[part]), "d"(at.b[part / 2]));
#endif
}

}  // namespace gpupeak::cuda
