// Kernels as people write them, each right and with faults planted one at a time: what the emulator and the sanitizers
// are for is that every fault is caught and that the right ones never are.
#pragma once

#include "device/cuda/device_code.h"
#include "device/cuda/matrix_code.cuh"

namespace gpupeak::simt {

enum class Fault {
  none,
  global_overrun,     // one element past an array is written
  shared_overrun,     // one element past shared memory is written
  no_barrier,         // others' writes are read unordered
  no_second_barrier,  // what others still read is overwritten
  no_wait,            // an asynchronous copy is read before it has landed
  divergent_barrier,  // some threads have left when the rest meet, at a barrier or in a warp's instruction
  wrong_mask,         // a lane takes part that its mask leaves out
};

template <Fault fault>
__global__ void add(const float* a, const float* b, float* c, int count) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < count + (fault == Fault::global_overrun ? 1 : 0)) c[i] = (i < count ? a[i] + b[i] : 0.f);
}

inline constexpr int reduce_threads = 96;

// The sum of a block's part: shuffles within warps, shared memory among them.
template <Fault fault>
__global__ void reduce(const float* in, float* sums, int count) {
  constexpr int warps = reduce_threads / 32;
  float* of_warps = cuda::static_shared<float, warps>();
  const auto thread = static_cast<int>(threadIdx.x);
  const int i = static_cast<int>(blockIdx.x * blockDim.x) + thread;
  float value = i < count ? in[i] : 0.f;
  const unsigned mask = fault == Fault::wrong_mask ? 0x7fffffffu : 0xffffffffu;
  for (int distance = 16; distance > 0; distance /= 2)
    value += __shfl_down_sync(mask, value, static_cast<unsigned>(distance));
  const int shift = fault == Fault::shared_overrun ? 1 : 0;
  if (thread % 32 == 0) of_warps[thread / 32 + shift] = value;
  if (fault == Fault::divergent_barrier && thread == reduce_threads - 1) return;
  if (fault != Fault::no_barrier) __syncthreads();
  if (thread != 0) return;
  float sum = 0;
  for (int w = 0; w < warps; ++w) sum += of_warps[w + shift];
  sums[blockIdx.x] = sum;
}

inline constexpr int tile = 8;

// C = A B of n x n with square tiles of dynamic shared memory.
template <Fault fault>
__global__ void multiply(const float* a, const float* b, float* c, int n) {
  float* of_a = cuda::dynamic_shared<float>();
  float* of_b = of_a + tile * tile + (fault == Fault::shared_overrun ? 1 : 0);
  const auto x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  const int row = static_cast<int>(blockIdx.y) * tile + y, column = static_cast<int>(blockIdx.x) * tile + x;
  float sum = 0;
  for (int k = 0; k < n; k += tile) {
    of_a[y * tile + x] = row < n && k + x < n ? a[row * n + k + x] : 0.f;
    of_b[y * tile + x] = column < n && k + y < n ? b[(k + y) * n + column] : 0.f;
    if (fault != Fault::no_barrier) __syncthreads();
    for (int i = 0; i < tile; ++i) sum += of_a[y * tile + i] * of_b[i * tile + x];
    if (fault != Fault::no_second_barrier) __syncthreads();
  }
  if (row < n && column < n + (fault == Fault::global_overrun ? 1 : 0)) c[row * n + column] = sum;
}

// out = transposed in, rows x columns, by blocks that walk over the tiles of a row of tiles: while one tile is written
// out, the next is copied asynchronously into the other half of shared memory.
template <Fault fault>
__global__ void transpose(const float* in, float* out, int rows, int columns) {
  float* halves = cuda::static_shared<float, 2 * tile * tile>();
  const auto x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  const int row = static_cast<int>(blockIdx.x) * tile + y;
  const int tiles = (columns + tile - 1) / tile;
  const auto fetch = [&](int which) {
    const int column = which * tile + x;
    const bool there = row < rows && column < columns;
    cuda::copy_async<4>(halves + which % 2 * tile * tile + y * tile + x, there ? in + row * columns + column : in,
                        there);
    cuda::copy_async_commit();
  };
  fetch(0);
  for (int which = 0; which < tiles; ++which) {
    if (which + 1 < tiles)
      fetch(which + 1);
    else
      cuda::copy_async_commit();  // an empty group, so that the wait below always means this tile
    if (fault != Fault::no_wait) cuda::copy_async_wait<1>();
    if (fault != Fault::no_barrier) __syncthreads();
    const int to_row = which * tile + y, to_column = static_cast<int>(blockIdx.x) * tile + x;
    if (to_row < columns && to_column < rows)
      out[to_row * rows + to_column] = halves[which % 2 * tile * tile + x * tile + y];
    if (fault != Fault::no_second_barrier) __syncthreads();
  }
}

// Every thread counts, and the last of a warp tells the next by way of shared memory: __syncwarp orders it.
template <Fault fault>
__global__ void pass_on(const int* in, int* out, int* counter) {
  int* shared = cuda::static_shared<int, 32>();
  const auto thread = static_cast<int>(threadIdx.x);
  shared[thread] = in[thread];
  if (fault != Fault::no_barrier) __syncwarp();
  out[thread] = shared[(thread + 1) % 32];
  atomicAdd(counter, 1);
}

inline constexpr int product_rows = 16, product_columns = 8, product_depth = 32;

// A tile product per warp, of int8 that the block lays into shared memory for ldmatrix: A row by row, B column by
// column.
template <Fault fault>
__global__ void tile_product(const uint32_t* a, const uint32_t* b, int2* sums) {
  constexpr unsigned a_words = product_rows * product_depth / 4, b_words = product_columns * product_depth / 4;
  uint32_t* words = cuda::static_shared<uint32_t, a_words + b_words>();
  for (unsigned i = threadIdx.x; i < a_words + b_words; i += blockDim.x) words[i] = i < a_words ? a[i] : b[i - a_words];
  if (fault != Fault::no_barrier) __syncthreads();
  if (fault == Fault::divergent_barrier && threadIdx.x == 3) return;
  const unsigned lane = threadIdx.x % 32, matrix = lane / 8, row = lane % 8;
  cuda::Fragments at;
  cuda::load_matrices(at.a, words + (matrix % 2 * 8 + row) * 8 + matrix / 2 * 4);
  cuda::load_matrices(at.b, words + a_words + row * 8 + matrix % 2 * 4);
  int2 own[2] = {{0, 0}, {0, 0}};
  for (int twice = 0; twice < 2; ++twice) cuda::multiply_add(cuda::I8Tile{}, own, at);
  for (unsigned half = 0; half < 2; ++half) sums[threadIdx.x / 32 * 64 + half * 32 + lane] = own[half];
}

// cp.async of 16 bytes needs addresses that are multiples of 16.
inline __global__ void copy_unaligned(const float* in, float* out) {
  float* shared = cuda::static_shared<float, 8>();
  cuda::copy_async<16>(shared + 1, in, true);
  cuda::copy_async_commit();
  cuda::copy_async_wait<0>();
  out[0] = shared[1];
}

}  // namespace gpupeak::simt
