// 02 · coalesced. In rung 01 a warp covers 16 columns of two rows; here all its 32 threads stand in one row of C, so a
// load of B is whole lines and one of A a single element for all. Block = 8 rows x 32 columns, thread = 1 element.
// Limit: still two loads per multiply-add, all of them from the caches or beyond.
#include "kernels/matmul/cuda/product.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
__global__ void multiply_coalesced(Product<T> all) {
  const Product<T> p = of_this_block(all);
  const int64_t column = int64_t{blockIdx.x} * 32 + threadIdx.x, row = int64_t{blockIdx.y} * 8 + threadIdx.y;
  if (row >= p.m || column >= p.n) return;
  const T* a = p.a + row * p.a_row;
  const T* b = p.b + column * p.b_column;
  T sum = 0;
  for (int64_t i = 0; i < p.k; ++i) sum += a[i * p.a_column] * b[i * p.b_row];
  update(p.c[row * p.n + column], sum, p.alpha, p.beta);
}

template <class T>
struct Coalesced {
  static constexpr int64_t rows = 8, columns = 32;
  static dim3 threads() { return dim3(32, 8); }
  static auto kernel() { return multiply_coalesced<T>; }
};

}  // namespace

extern constinit const matmul::Rung matmul_coalesced{
    .name = "coalesced",
    .idea = "a warp along one row of C",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<Coalesced>,
    .bind = bind_tiles<Coalesced>,
};

}  // namespace gpupeak::cuda
