// 01 · plain. A thread adds up one element per load: 32 neighbouring threads load at a stride, or where the index array
// points, 8 loads each under way. Block u is unit u and walks its part; strides longer than a sector take several walks
// over it. Limit: a sector of 32 bytes moves for 8 that are used, and the first-level cache looks up as many lines of
// 128 bytes per load as the 32 threads touch: 2 at stride 1, 8 at stride 4, 32 from stride 16 on.
#include "device/cuda/launch.h"
#include "device/cuda/load_code.cuh"
#include "kernels/common/cuda/block_sum.cuh"
#include "kernels/common/word_sum.h"
#include "kernels/gather/gather.h"

namespace gpupeak::cuda {
namespace {

constexpr int plain_threads = 512;

__device__ __forceinline__ uint64_t load(const double* from, bool past_first_level) {
  return word_of(past_first_level ? load_past_first_level(from) : *from);
}

__device__ __forceinline__ void store_sum(uint64_t sum, uint64_t* sums) {
  sum = sum_of_block<plain_threads>(sum);
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

__global__ void __launch_bounds__(plain_threads, 1)
    by_index(gather::Operands operands, int64_t count, int64_t passes, bool past_first_level) {
  const Part part = part_of(count, blockIdx.x, gridDim.x);
  const int64_t* index = operands.index + part.first;
  uint64_t sum = 0;
  for (int64_t pass = 0; pass < passes; ++pass) {
#pragma unroll 8
    for (int64_t i = threadIdx.x; i < part.count; i += plain_threads)
      sum += load(operands.b + index[i], past_first_level);
    finish_pass();
  }
  store_sum(sum, operands.sums);
}

__global__ void __launch_bounds__(plain_threads, 1)
    one_walk(gather::Operands operands, int64_t count, int64_t passes, int64_t stride, bool past_first_level) {
  const Part part = part_of(count, blockIdx.x, gridDim.x);
  const double* b = operands.b + part.first;
  uint64_t sum = 0;
  for (int64_t pass = 0; pass < passes; ++pass) {
#pragma unroll 8
    for (int64_t at = threadIdx.x * stride; at < part.count; at += plain_threads * stride)
      sum += load(b + at, past_first_level);
    finish_pass();
  }
  store_sum(sum, operands.sums);
}

// All walks of a pass as one loop: a walk may be shorter than the block is wide, and must not end before its loads
// came.
__global__ void __launch_bounds__(plain_threads, 1) many_walks(gather::Operands operands, int64_t count, int64_t passes,
                                                               int64_t stride, int64_t line, bool past_first_level) {
  constexpr int under_way = 8;
  const Part part = part_of(count, blockIdx.x, gridDim.x);
  const double* b = operands.b + part.first;
  const int64_t walks = gather::walks_of(stride, line), of_a_walk = (part.count + stride - 1) / stride;
  uint64_t sum = 0;
  for (int64_t pass = 0; pass < passes; ++pass) {
    int64_t i = threadIdx.x, walk = 0;
    while (walk < walks) {
      uint64_t loaded[under_way];
#pragma unroll
      for (int k = 0; k < under_way; ++k) {
        while (i >= of_a_walk && walk < walks) i -= of_a_walk, ++walk;
        const int64_t at = walk * line + i * stride;
        loaded[k] = walk < walks && at < part.count ? load(b + at, past_first_level) : 0;
        i += plain_threads;
      }
#pragma unroll
      for (int k = 0; k < under_way; ++k) sum += loaded[k];
    }
    finish_pass();
  }
  store_sum(sum, operands.sums);
}

bool plain_applies(int64_t) { return true; }

std::optional<std::string> plain_refuses(const DeviceInfo&, const gather::Problem&) { return std::nullopt; }

Launch bind_plain(Device&, const gather::Problem& problem, const gather::Operands& operands) {
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)), .threads = plain_threads};
  return [=](Queue& queue) {
    if (problem.stride == 0)
      launch(queue, grid, by_index, operands, problem.count, problem.passes, problem.past_first_level);
    else if (gather::walks_of(problem.stride, problem.line) == 1)
      launch(queue, grid, one_walk, operands, problem.count, problem.passes, problem.stride, problem.past_first_level);
    else
      launch(queue, grid, many_walks, operands, problem.count, problem.passes, problem.stride, problem.line,
             problem.past_first_level);
  };
}

}  // namespace

extern constinit const gather::Rung gather_plain{
    .name = "plain",
    .idea = "one load of 8 bytes per thread and element",
    .applies = plain_applies,
    .refuses = plain_refuses,
    .bind = bind_plain,
};

}  // namespace gpupeak::cuda
