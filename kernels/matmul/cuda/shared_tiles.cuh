// The kernel of rungs 03 to 05, which differ in the shapes of their tiles: tiles of A and B come into shared memory
// element by element, along the direction that is contiguous in global memory, with zeros where one hangs over an edge.
#pragma once

#include "kernels/matmul/cuda/product.cuh"

namespace gpupeak::cuda {
namespace {

// rows x depth elements of A from (row, p) on, to shared[depth][rows + pad].
template <class T, int rows, int depth, int threads, int pad>
__device__ __forceinline__ void load_a(const Product<T>& product, int64_t row, int64_t p, T* shared) {
  const bool along_depth = product.a_column == 1;
#pragma unroll 1
  for (int e = static_cast<int>(threadIdx.x); e < rows * depth; e += threads) {
    const int r = along_depth ? e / depth : e % rows, d = along_depth ? e % depth : e / rows;
    const bool there = row + r < product.m && p + d < product.k;
    shared[d * (rows + pad) + r] = there ? product.a[(row + r) * product.a_row + (p + d) * product.a_column] : T{0};
  }
}

// depth x columns elements of B from (p, column) on, to shared[depth][columns + pad].
template <class T, int columns, int depth, int threads, int pad>
__device__ __forceinline__ void load_b(const Product<T>& product, int64_t p, int64_t column, T* shared) {
  const bool along_columns = product.b_column == 1;
#pragma unroll 1
  for (int e = static_cast<int>(threadIdx.x); e < columns * depth; e += threads) {
    const int c = along_columns ? e % columns : e / depth, d = along_columns ? e / columns : e % depth;
    const bool there = column + c < product.n && p + d < product.k;
    shared[d * (columns + pad) + c] =
        there ? product.b[(p + d) * product.b_row + (column + c) * product.b_column] : T{0};
  }
}

// Tiles of C of tile_rows x tile_columns; a thread holds thread_rows x thread_columns of it, the latter `across`
// threads apart, so that neighbouring threads read and write neighbouring columns.
template <class T, int tile_rows, int tile_columns, int depth, int thread_rows, int thread_columns>
__global__ void __launch_bounds__(tile_rows* tile_columns / (thread_rows * thread_columns), 1)
    multiply_tiles(Product<T> all) {
  constexpr int across = tile_columns / thread_columns, down = tile_rows / thread_rows, threads = across * down,
                pad = 1;
  T* a = static_shared<T, depth*(tile_rows + pad), 0>();
  T* b = static_shared<T, depth*(tile_columns + pad), 1>();
  const Product<T> p = of_this_block(all);
  const int64_t row = int64_t{blockIdx.y} * tile_rows, column = int64_t{blockIdx.x} * tile_columns;
  const int right = static_cast<int>(threadIdx.x) % across, below = static_cast<int>(threadIdx.x) / across;
  T sum[thread_rows][thread_columns] = {};
  for (int64_t first = 0; first < p.k; first += depth) {
    load_a<T, tile_rows, depth, threads, pad>(p, row, first, a);
    load_b<T, tile_columns, depth, threads, pad>(p, first, column, b);
    __syncthreads();
#pragma unroll 8
    for (int d = 0; d < depth; ++d) {
      T left[thread_rows], top[thread_columns];
#pragma unroll
      for (int i = 0; i < thread_rows; ++i) left[i] = a[d * (tile_rows + pad) + below * thread_rows + i];
#pragma unroll
      for (int j = 0; j < thread_columns; ++j) top[j] = b[d * (tile_columns + pad) + right + j * across];
#pragma unroll
      for (int i = 0; i < thread_rows; ++i)
#pragma unroll
        for (int j = 0; j < thread_columns; ++j) sum[i][j] += left[i] * top[j];
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < thread_rows; ++i) {
#pragma unroll
    for (int j = 0; j < thread_columns; ++j) {
      const int64_t r = row + below * thread_rows + i, c = column + right + j * across;
      if (r < p.m && c < p.n) update(p.c[r * p.n + c], sum[i][j], p.alpha, p.beta);
    }
  }
}

template <class T, int tile_rows, int tile_columns, int depth, int thread_rows, int thread_columns>
struct SharedTiles {
  static constexpr int64_t rows = tile_rows, columns = tile_columns;
  static dim3 threads() { return dim3(tile_rows * tile_columns / (thread_rows * thread_columns)); }
  static auto kernel() { return multiply_tiles<T, tile_rows, tile_columns, depth, thread_rows, thread_columns>; }
};

}  // namespace
}  // namespace gpupeak::cuda
