// The walk that all rungs of `stream` share: every block walks a part of its own of every array, a thread takes
// `width` neighbouring elements at a time. Products are added up in a fixed order, so a repetition gives the same bits.
#pragma once

#include <bit>
#include <type_traits>

#include "device/cuda/launch.h"
#include "device/cuda/load_code.cuh"
#include "kernels/common/cuda/block_sum.cuh"
#include "kernels/common/word_sum.h"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {
namespace {

template <int width>
struct alignas(8 * width) Elements {
  double at[width];
};

// What `op` stores of one element.
template <stream::Op op>
__device__ __forceinline__ double made_of(double b, double c) {
  if constexpr (op == stream::Op::copy) return b;
  if constexpr (op == stream::Op::scale) return stream::scalar * b;
  if constexpr (op == stream::Op::add) return b + c;
  if constexpr (op == stream::Op::triad) return b + stream::scalar * c;
  return stream::scalar;
}

// What a thread has added up: each element of a step in a sum of its own, so that none waits for its neighbour.
template <stream::Op op, int width>
struct Sums {
  using Sum = std::conditional_t<op == stream::Op::dot, double, uint64_t>;
  Sum at[width] = {};

  __device__ __forceinline__ void add(int e, double b, double c) {
    if constexpr (op == stream::Op::read) at[e] += word_of(b);
    if constexpr (op == stream::Op::dot) at[e] = ::fma(b, c, at[e]);
  }
  __device__ __forceinline__ Sum total() const {
    Sum sum = at[0];
    for (int e = 1; e < width; ++e) sum += at[e];
    return sum;
  }
};

template <stream::Op op>
constexpr int reads = stream::row(op).reads;
template <stream::Op op>
constexpr int writes = stream::row(op).writes;
constexpr double second_fill = stream::fills[1], third_fill = stream::fills[2];

// What one step works on.
template <int width>
struct Loaded {
  Elements<width> left, right;
};

template <bool past_first_level, class T>
__device__ __forceinline__ T load(const T* from) {
  if constexpr (past_first_level)
    return load_past_first_level(from);
  else
    return *from;
}

template <stream::Op op, int width, bool past_first_level>
__device__ __forceinline__ Loaded<width> begin_step(const double* b, const double* c, int64_t i) {
  using Vector = Elements<width>;
  Loaded<width> loaded{};
  if constexpr (reads < op >> 0) loaded.left = load<past_first_level>(reinterpret_cast<const Vector*>(b + i));
  if constexpr (reads < op >> 1) loaded.right = load<past_first_level>(reinterpret_cast<const Vector*>(c + i));
  return loaded;
}

template <stream::Op op, int width, class Sums>
__device__ __forceinline__ void end_step(const Loaded<width>& loaded, double* a, double* b, double* c, int64_t i,
                                         Sums& sums) {
  using Vector = Elements<width>;
  Vector made{};
#pragma unroll
  for (int e = 0; e < width; ++e) {
    made.at[e] = made_of<op>(loaded.left.at[e], loaded.right.at[e]);
    sums.add(e, loaded.left.at[e], loaded.right.at[e]);
  }
  if constexpr (writes < op >> 0) *reinterpret_cast<Vector*>(a + i) = made;
  if constexpr (writes < op >> 1) {  // init
    Vector second, third;
#pragma unroll
    for (int e = 0; e < width; ++e) second.at[e] = second_fill, third.at[e] = third_fill;
    *reinterpret_cast<Vector*>(b + i) = second;
    *reinterpret_cast<Vector*>(c + i) = third;
  }
}

// Bytes that a thread has asked for before it uses the first of them: 64 KiB per SM with 512 threads, 128 KiB with
// 1024.
constexpr int bytes_under_way = 128;

// One pass of a block over its part. All loads of several steps stand before their first store: the arrays might be the
// same for all that the compiler knows, so it moves no load ahead of a store by itself.
template <stream::Op op, int width, int threads, bool past_first_level>
__device__ __forceinline__ void walk_once(double* a, double* b, double* c, int64_t count, Sums<op, width>& sums) {
  constexpr int under_way = bytes_under_way / (8 * width * (reads < op >> 1 ? 2 : 1));
  constexpr int64_t apart = int64_t{threads} * width;
  const int64_t whole = count / width * width;
  int64_t i = int64_t{threadIdx.x} * width;
#pragma unroll 1  // or a compiler doubles the bytes under way, and the registers
  for (; i + (under_way - 1) * apart < whole; i += under_way * apart) {
    Loaded<width> loaded[under_way];
#pragma unroll
    for (int k = 0; k < under_way; ++k) loaded[k] = begin_step<op, width, past_first_level>(b, c, i + k * apart);
#pragma unroll
    for (int k = 0; k < under_way; ++k) end_step<op, width>(loaded[k], a, b, c, i + k * apart, sums);
  }
#pragma unroll 1
  for (; i < whole; i += apart) end_step<op, width>(begin_step<op, width, past_first_level>(b, c, i), a, b, c, i, sums);
#pragma unroll 1
  for (i = whole + threadIdx.x; i < count; i += threads)
    end_step<op, 1>(begin_step<op, 1, past_first_level>(b, c, i), a, b, c, i, sums);
  if constexpr (writes<op> == 0) finish_pass();
}

// An array that an operation does without is null, and no place of it is asked for.
template <bool used>
__device__ __forceinline__ double* from(double* array, int64_t first) {
  if constexpr (used) return array + first;
  return nullptr;
}

template <stream::Op op, int width, int threads, int blocks>
__global__ void __launch_bounds__(threads, blocks)
    walk(stream::Operands arrays, int64_t count, int64_t passes, bool past_first_level) {
  const Part part = part_of(count, blockIdx.x, gridDim.x);
  double* a = from<(writes<op> != 0)>(arrays.a, part.first);
  double* b = from<(reads<op> != 0 || writes<op> >= 2)>(arrays.b, part.first);
  double* c = from<(reads<op> >= 2 || writes<op> >= 2)>(arrays.c, part.first);
  Sums<op, width> sums;
  if (reads < op >> 0 && past_first_level)
    for (int64_t pass = 0; pass < passes; ++pass) walk_once<op, width, threads, true>(a, b, c, part.count, sums);
  else
    for (int64_t pass = 0; pass < passes; ++pass) walk_once<op, width, threads, false>(a, b, c, part.count, sums);
  if constexpr (writes<op> == 0) {
    const auto sum = sum_of_block<threads>(sums.total());
    if (threadIdx.x == 0) arrays.sums[blockIdx.x] = std::bit_cast<uint64_t>(sum);
  }
}

using Walk = void(stream::Operands, int64_t, int64_t, bool);

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
  return [=](Queue& queue) {
    launch(queue, grid, kernel, operands, problem.count, problem.passes, problem.past_first_level);
  };
}

bool any_operation(stream::Op) { return true; }
std::optional<std::string> on_any_device(const DeviceInfo&, const stream::Problem&) { return std::nullopt; }

}  // namespace
}  // namespace gpupeak::cuda
