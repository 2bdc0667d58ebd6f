// The dot product of rungs 01 and 02: one thread per element of C; which elements a block has is all they differ in.
#pragma once

#include "kernels/matmul/cuda/product.cuh"

namespace gpupeak::cuda {
namespace {

template <class T, int block_rows, int block_columns>
__global__ void dot_products(Product<T> all) {
  const Product<T> p = of_this_block(all);
  const int64_t column = int64_t{blockIdx.x} * block_columns + threadIdx.x;
  const int64_t row = int64_t{blockIdx.y} * block_rows + threadIdx.y;
  if (row >= p.m || column >= p.n) return;
  const T* a = p.a + row * p.a_row;
  const T* b = p.b + column * p.b_column;
  T sum = 0;
  for (int64_t i = 0; i < p.k; ++i) sum += a[i * p.a_column] * b[i * p.b_row];
  update(p.c[row * p.n + column], sum, p.alpha, p.beta);
}

template <class T, int block_rows, int block_columns>
struct OneElement {
  static constexpr int64_t rows = block_rows, columns = block_columns;
  static dim3 threads() { return dim3(block_columns, block_rows); }
  static auto kernel() { return dot_products<T, block_rows, block_columns>; }
};

}  // namespace
}  // namespace gpupeak::cuda
