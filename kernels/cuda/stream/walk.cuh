// The walk that all rungs of `stream` share: block u is unit u and walks its part of every array, a thread takes
// `width` neighbouring elements at a time. Sums are added up in a fixed order, so a repetition gives the same bits.
#pragma once

#include "device/cuda/launch.h"
#include "kernels/cuda/block_sum.cuh"
#include "kernels/stream.h"

namespace gpupeak::cuda {
namespace {

constexpr int stream_threads = 512;

template <int width>
struct alignas(8 * width) Elements {
  double at[width];
};

// What `op` makes of one element; for the sums, what it adds.
template <stream::Op op>
__device__ __forceinline__ double made_of(double b, double c) {
  if constexpr (op == stream::Op::read || op == stream::Op::copy) return b;
  if constexpr (op == stream::Op::scale) return stream::scalar * b;
  if constexpr (op == stream::Op::add) return b + c;
  if constexpr (op == stream::Op::triad) return b + stream::scalar * c;
  if constexpr (op == stream::Op::dot) return b * c;
  return stream::scalar;
}

template <stream::Op op>
constexpr int reads = stream::row(op).reads;
template <stream::Op op>
constexpr int writes = stream::row(op).writes;
constexpr double second_fill = stream::fills[1], third_fill = stream::fills[2];

template <stream::Op op, int width>
__device__ __forceinline__ double step(double* a, double* b, double* c, int64_t i) {
  using Vector = Elements<width>;
  Vector left{}, right{}, made{};
  if constexpr (reads < op >> 0) left = *reinterpret_cast<const Vector*>(b + i);
  if constexpr (reads < op >> 1) right = *reinterpret_cast<const Vector*>(c + i);
  double sum = 0;
#pragma unroll
  for (int e = 0; e < width; ++e) {
    made.at[e] = made_of<op>(left.at[e], right.at[e]);
    sum += made.at[e];
  }
  if constexpr (writes < op >> 0) *reinterpret_cast<Vector*>(a + i) = made;
  if constexpr (writes < op >> 1) {  // init
#pragma unroll
    for (int e = 0; e < width; ++e) left.at[e] = second_fill, right.at[e] = third_fill;
    *reinterpret_cast<Vector*>(b + i) = left;
    *reinterpret_cast<Vector*>(c + i) = right;
  }
  return sum;
}

template <stream::Op op, int width>
__global__ void __launch_bounds__(stream_threads, 1) walk(stream::Operands arrays, int64_t count, int64_t passes) {
  const Part part = part_of(count, blockIdx.x, gridDim.x);
  double* a = arrays.a + part.first;
  double* b = arrays.b + part.first;
  double* c = arrays.c + part.first;
  const int64_t whole = part.count / width * width;
  double sum = 0;
  for (int64_t pass = 0; pass < passes; ++pass) {
#pragma unroll 4
    for (int64_t i = int64_t{threadIdx.x} * width; i < whole; i += stream_threads * width)
      sum += step<op, width>(a, b, c, i);
    for (int64_t i = whole + threadIdx.x; i < part.count; i += stream_threads) sum += step<op, 1>(a, b, c, i);
  }
  if constexpr (writes<op> == 0) {
    sum = sum_of_block<stream_threads>(sum);
    if (threadIdx.x == 0) arrays.sums[blockIdx.x] = sum;
  }
}

using Walk = void(stream::Operands, int64_t, int64_t);

// By stream::Op.
template <int width>
constexpr Walk* walks[] = {
    walk<stream::Op::read, width>,  walk<stream::Op::write, width>, walk<stream::Op::copy, width>,
    walk<stream::Op::scale, width>, walk<stream::Op::add, width>,   walk<stream::Op::triad, width>,
    walk<stream::Op::dot, width>,   walk<stream::Op::init, width>,
};

template <int width>
Launch bind_walk(Device&, const stream::Problem& problem, const stream::Operands& operands) {
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)), .threads = stream_threads};
  Walk* const kernel = walks<width>[static_cast<size_t>(problem.op)];
  return [=](Queue& queue) { launch(queue, grid, kernel, operands, problem.count, problem.passes); };
}

}  // namespace
}  // namespace gpupeak::cuda
