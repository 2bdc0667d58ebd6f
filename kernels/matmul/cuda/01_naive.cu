// 01 · naive. One thread per element of C in blocks of 16 x 16, as every tutorial has it; each forms one dot product.
// It fixes nothing; it is the floor. Limit: a warp covers 16 columns of two rows, so each of its loads of B uses half
// of two lines, and every element of A and B is loaded n or m times.
#include "kernels/matmul/cuda/product.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
__global__ void multiply_naive(Product<T> all) {
  const Product<T> p = of_this_block(all);
  const int64_t column = int64_t{blockIdx.x} * 16 + threadIdx.x, row = int64_t{blockIdx.y} * 16 + threadIdx.y;
  if (row >= p.m || column >= p.n) return;
  const T* a = p.a + row * p.a_row;
  const T* b = p.b + column * p.b_column;
  T sum = 0;
  for (int64_t i = 0; i < p.k; ++i) sum += a[i * p.a_column] * b[i * p.b_row];
  update(p.c[row * p.n + column], sum, p.alpha, p.beta);
}

template <class T>
struct Naive {
  static constexpr int64_t rows = 16, columns = 16;
  static dim3 threads() { return dim3(16, 16); }
  static auto kernel() { return multiply_naive<T>; }
};

}  // namespace

extern constinit const matmul::Rung matmul_naive{
    .name = "naive",
    .idea = "one thread per element, in blocks of 16 x 16",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<Naive>,
    .bind = bind_tiles<Naive>,
};

}  // namespace gpupeak::cuda
