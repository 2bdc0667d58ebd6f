// The walk that all rungs of `stream` share: every block walks a part of its own of every array, a thread takes
// `width` neighbouring elements at a time. Sums are added up in a fixed order, so a repetition gives the same bits.
#pragma once

#include "device/cuda/launch.h"
#include "kernels/cuda/block_sum.cuh"
#include "kernels/stream.h"

namespace gpupeak::cuda {
namespace {

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

template <stream::Op op, int width, int threads, int blocks>
__global__ void __launch_bounds__(threads, blocks) walk(stream::Operands arrays, int64_t count, int64_t passes) {
  // Where blocks share an SM's registers, the two arrays of dot would not fit with four steps under way.
  [[maybe_unused]] constexpr int under_way = op == stream::Op::dot && blocks > 1 ? 2 : 4;
  const Part part = part_of(count, blockIdx.x, gridDim.x);
  double* a = arrays.a + part.first;
  double* b = arrays.b + part.first;
  double* c = arrays.c + part.first;
  const int64_t whole = part.count / width * width;
  double sum = 0;
  for (int64_t pass = 0; pass < passes; ++pass) {
#pragma unroll under_way
    for (int64_t i = int64_t{threadIdx.x} * width; i < whole; i += threads * width) sum += step<op, width>(a, b, c, i);
    for (int64_t i = whole + threadIdx.x; i < part.count; i += threads) sum += step<op, 1>(a, b, c, i);
  }
  if constexpr (writes<op> == 0) {
    sum = sum_of_block<threads>(sum);
    if (threadIdx.x == 0) arrays.sums[blockIdx.x] = sum;
  }
}

using Walk = void(stream::Operands, int64_t, int64_t);

// By stream::Op.
template <int width, int threads, int blocks>
constexpr Walk* walks[] = {
    walk<stream::Op::read, width, threads, blocks>, walk<stream::Op::write, width, threads, blocks>,
    walk<stream::Op::copy, width, threads, blocks>, walk<stream::Op::scale, width, threads, blocks>,
    walk<stream::Op::add, width, threads, blocks>,  walk<stream::Op::triad, width, threads, blocks>,
    walk<stream::Op::dot, width, threads, blocks>,  walk<stream::Op::init, width, threads, blocks>,
};

// `width` elements per thread and instruction, `blocks` of `threads` threads on each SM.
template <int width, int threads = 512, int blocks = 1>
Launch bind_walk(Device&, const stream::Problem& problem, const stream::Operands& operands) {
  const Grid grid{.blocks = dim3(static_cast<unsigned>(stream::parts(problem))), .threads = threads};
  Walk* const kernel = walks<width, threads, blocks>[static_cast<size_t>(problem.op)];
  return [=](Queue& queue) { launch(queue, grid, kernel, operands, problem.count, problem.passes); };
}

}  // namespace
}  // namespace gpupeak::cuda
