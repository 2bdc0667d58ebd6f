// The kernel of the rungs whose warps multiply tiles: a unit is one block; every warp loads the same A and B once and
// adds their product to its own tiles of sums, independent of each other, without touching memory in between.
#pragma once

#include <type_traits>

#include "device/cuda/launch.h"
#include "device/cuda/matrix_code.cuh"
#include "kernels/dot/dot.h"

namespace gpupeak::cuda {
namespace {

constexpr int tile_rows = 16, tile_columns = 8, tile_elements = tile_rows * tile_columns;
constexpr int k_bytes = 32;  // of a row of A and a column of B; of f64 it is
constexpr int k64 = 16;      // elements

// A fragment of 32 bytes of k, by way of shared memory. `bytes` is A, row by row, then B, column by column.
struct Loader {
  static __device__ Fragments fragments(const void* a, const void* b) {
    constexpr int a_words = tile_rows * k_bytes / 4, b_words = tile_columns * k_bytes / 4;
    uint32_t* words = static_shared<uint32_t, a_words + b_words>();
    for (unsigned i = threadIdx.x; i < a_words; i += blockDim.x) words[i] = static_cast<const uint32_t*>(a)[i];
    for (unsigned i = threadIdx.x; i < b_words; i += blockDim.x)
      words[a_words + i] = static_cast<const uint32_t*>(b)[i];
    __syncthreads();
    // Matrices 0 and 1 are the left halves of rows 0-7 and 8-15, 2 and 3 the right halves; of B the upper and the
    // lower.
    const unsigned lane = threadIdx.x % 32, matrix = lane / 8, row = lane % 8;
    Fragments at;
    load_matrices(at.a, words + (matrix % 2 * 8 + row) * (k_bytes / 4) + matrix / 2 * 4);
    load_matrices(at.b, words + a_words + row * (k_bytes / 4) + matrix % 2 * 4);
    return at;
  }
  static __device__ Fragments64 fragments(const double* a, const double* b) {
    const unsigned g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
    Fragments64 at;
#pragma unroll
    for (unsigned i = 0; i < 8; ++i) at.a[i] = a[(g + i % 2 * 8) * k64 + i / 2 * 4 + t];
#pragma unroll
    for (unsigned i = 0; i < 4; ++i) at.b[i] = b[g * k64 + i * 4 + t];
    return at;
  }
};

// Operand: double for f64, void for all others, whose elements are bytes here. in and out are [units][sums][16][8].
template <class Tile, class Operand, int chains, class Load>
__global__ void __launch_bounds__(512)
    add_tiles(const Operand* a, const Operand* b, const typename Tile::Pair* in, typename Tile::Pair* out,
              int64_t a_bytes, int64_t b_bytes, int64_t steps, int64_t passes) {
  using Pair = typename Tile::Pair;
  const auto of_unit = [](const Operand* all, int64_t bytes) {
    return reinterpret_cast<const Operand*>(reinterpret_cast<const char*>(all) + blockIdx.x * bytes);
  };
  const auto at = Load::fragments(of_unit(a, a_bytes), of_unit(b, b_bytes));
  const unsigned warps = blockDim.x / 32, lane = threadIdx.x % 32;
  const int64_t first = (int64_t{blockIdx.x} * warps + threadIdx.x / 32) * chains * (tile_elements / 2) + lane;
  for (int64_t pass = 0; pass < passes; ++pass) {
    Pair sums[chains][2];
#pragma unroll
    for (int i = 0; i < 2 * chains; ++i) sums[i / 2][i % 2] = in[first + i * 32];
#pragma unroll 8
    for (int64_t step = 0; step < steps; ++step) {
#pragma unroll
      for (int i = 0; i < chains; ++i) multiply_add(Tile{}, sums[i], at);
    }
#pragma unroll
    for (int i = 0; i < 2 * chains; ++i) out[first + i * 32] = sums[i / 2][i % 2];
  }
}

constexpr int tile_warps = 16, tile_chains = 8;

template <int depth>
int a_at(int element, int p) {
  return element / tile_columns * depth + p;
}
template <int depth>
int b_at(int element, int p) {
  return element % tile_columns * depth + p;
}

template <class Tile>
using Operand = std::conditional_t<std::is_same_v<Tile, F64Tile>, double, void>;

template <int depth>
dot::Shape tile_shape(const dot::Problem& problem) {
  return {problem.dependent ? 1 : tile_warps * tile_chains,
          tile_elements,
          depth,
          tile_rows * depth,
          tile_columns * depth,
          a_at<depth>,
          b_at<depth>};
}

// 0.3-3 ms on the data-centre cards whose rates are published; where f64 is 1/64 of f32 it takes 30.
inline int64_t tile_steps(DType dtype) { return dtype == DType::f64 ? 512 : 8192; }

// A dependent chain is that of a single warp.
template <class Tile, class Load = Loader>
Launch bind_tile(const dot::Problem& problem, const dot::Operands& operands, const dot::Shape& shape) {
  using Pair = typename Tile::Pair;
  const bool dependent = problem.dependent;
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)), .threads = dependent ? 32 : 32 * tile_warps};
  const int64_t a_bytes = int64_t{shape.a_elements} * row(problem.dtype).bytes;
  const int64_t b_bytes = int64_t{shape.b_elements} * row(problem.dtype).bytes;
  return [=](Queue& queue) {
    launch(queue, grid,
           dependent ? add_tiles<Tile, Operand<Tile>, 1, Load> : add_tiles<Tile, Operand<Tile>, tile_chains, Load>,
           static_cast<const Operand<Tile>*>(operands.a), static_cast<const Operand<Tile>*>(operands.b),
           static_cast<const Pair*>(operands.in), static_cast<Pair*>(operands.out), a_bytes, b_bytes, problem.steps,
           problem.passes);
  };
}

}  // namespace
}  // namespace gpupeak::cuda
