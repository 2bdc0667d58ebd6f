// What every rung of `matmul` of ours is given, and what none of them does its own way: the strides of the layouts, the
// batch and the update of C.
#pragma once

#include "device/cuda/launch.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

// One product of the batch per blockIdx.z.
template <class T>
struct Product {
  const T* a;
  const T* b;
  T* c;
  int64_t m, n, k;
  int64_t a_row, a_column, b_row, b_column;  // elements from one row, or column, to the next
  T alpha, beta;
};

template <class T>
Product<T> product_of(const matmul::Problem& problem, const matmul::Operands& operands) {
  const auto [a_row, a_column] = matmul::strides_of_a(problem);
  const auto [b_row, b_column] = matmul::strides_of_b(problem);
  const matmul::UpdateRow& update = matmul::row(problem.update);
  return {static_cast<const T*>(operands.a),
          static_cast<const T*>(operands.b),
          static_cast<T*>(operands.c),
          problem.m,
          problem.n,
          problem.k,
          a_row,
          a_column,
          b_row,
          b_column,
          static_cast<T>(update.alpha),
          static_cast<T>(update.beta)};
}

// The product that blockIdx.z is to form.
template <class T>
__device__ __forceinline__ Product<T> of_this_block(Product<T> product) {
  product.a += blockIdx.z * product.m * product.k;
  product.b += blockIdx.z * product.k * product.n;
  product.c += blockIdx.z * product.m * product.n;
  return product;
}

// With beta = 0 what was in C is not read: it may be a NaN.
template <class T>
__device__ __forceinline__ void update(T& c, T sum, T alpha, T beta) {
  c = beta == 0 ? alpha * sum : alpha * sum + beta * c;
}

constexpr int64_t most_blocks_down =
    65535;  // of gridDim.y and gridDim.z (CUDA Programming Guide, compute capabilities)

inline int64_t blocks_for(int64_t edge, int64_t tile) { return (edge + tile - 1) / tile; }

// A grid of tiles of C: x over its columns, y over its rows, z over the batch.
inline Grid grid_of(const matmul::Problem& problem, int64_t rows, int64_t columns, dim3 threads) {
  return {.blocks = dim3(static_cast<unsigned>(blocks_for(problem.n, columns)),
                         static_cast<unsigned>(blocks_for(problem.m, rows)), static_cast<unsigned>(problem.batch)),
          .threads = threads};
}

// Why a grid of such tiles cannot be launched.
inline std::optional<std::string> too_many_blocks(const matmul::Problem& problem, int64_t rows) {
  if (blocks_for(problem.m, rows) > most_blocks_down)
    return "more rows of tiles than a grid has (65535); try --set matmul.m=65536";
  if (problem.batch > most_blocks_down)
    return "more products than a grid has layers (65535); try --set matmul.batch=1024";
  return std::nullopt;
}

// The launch of Kernel<T>::kernel(), whose tile is Kernel<T>::rows x Kernel<T>::columns.
template <template <class> class Kernel>
Launch bind_tiles(Device&, const matmul::Problem& problem, const matmul::Operands& operands) {
  const auto bound = [&]<class T>(T) -> Launch {
    const Grid grid = grid_of(problem, Kernel<T>::rows, Kernel<T>::columns, Kernel<T>::threads());
    const Product<T> product = product_of<T>(problem, operands);
    return [=](Queue& queue) { launch(queue, grid, Kernel<T>::kernel(), product); };
  };
  return problem.dtype == DType::f64 ? bound(double{}) : bound(float{});
}

template <template <class> class Kernel>
std::optional<std::string> refuses_tiles(const DeviceInfo&, const matmul::Problem& problem) {
  return too_many_blocks(problem, problem.dtype == DType::f64 ? Kernel<double>::rows : Kernel<float>::rows);
}

}  // namespace
}  // namespace gpupeak::cuda
