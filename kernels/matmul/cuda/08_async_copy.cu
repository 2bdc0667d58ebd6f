// 08 · asynchronous copies, two buffers. Rung 07 waits for global memory at every slice; here the next slice flies into
// the other half of shared memory while this one is used, and the next row of it into the other half of the registers.
// Block = 128 x 256 of C, 256 threads: 8 warps, 2 x 4, of 64 x 64, a thread 16 x 8 (4 groups of 4 rows, 2 groups of 4
// columns), 8 deep; 128 sums per thread, so one block per SM. Operands that lie along the edge of the tile are copied
// 16 bytes at a time, others 4 bytes at a time into their column. f32 alone. Limit: one barrier per slice, and copies
// of 4 bytes for A as it lies in NN.
#include "kernels/matmul/cuda/product.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

constexpr int tile_rows = 128, tile_columns = 256, async_copy_depth = 8, block_threads = 256;
constexpr int thread_rows = 16, thread_columns = 8, async_copy_group = 4;
constexpr int pitch_a = tile_rows + async_copy_group,
              pitch_b = tile_columns + async_copy_group;  // of a row in shared memory
constexpr int buffer_a = async_copy_depth * pitch_a, buffer_b = async_copy_depth * pitch_b;
constexpr size_t shared_bytes = 2 * (buffer_a + buffer_b) * sizeof(float);

// Where a tile of an operand is read from: element (i, d) at from[i * outer + d * inner], there x deep of them.
struct Source {
  const float* from;
  int64_t outer, inner, there, deep;
};

// A thread's part in copying slice after slice of a tile to shared[depth][pitch]; zeros where there is nothing. In
// vectors, neighbours along the edge are neighbours in memory, and the tile ends at a multiple of 4. A thread's copies
// of a slice are evenly apart, in memory and in the tile, so that a copy costs the loop an addition and two
// comparisons.
template <bool vectors, int edge, int pitch>
class Copies {
 public:
  __device__ __forceinline__ Copies(const Source& s, float* shared) {
    const int thread = static_cast<int>(threadIdx.x);
    int i, d;
    if constexpr (vectors) {
      i = thread % (edge / 4) * 4, d = thread / (edge / 4);
      apart_d_ = block_threads / (edge / 4);
    } else if (s.inner == 1) {  // neighbours in memory are neighbours in depth
      i = thread / async_copy_depth, d = thread % async_copy_depth;
      apart_i_ = block_threads / async_copy_depth;
    } else {
      i = thread % edge, d = thread / edge;
      apart_d_ = block_threads / edge;
    }
    nowhere_ = s.from;
    from_ = s.from + i * s.outer + d * s.inner;
    apart_from_ = apart_i_ * s.outer + apart_d_ * s.inner;
    to_next_slice_ = async_copy_depth * s.inner;
    to_ = shared + d * pitch + i;
    apart_to_ = apart_d_ * pitch + apart_i_;
    there_ = s.there - i < edge ? static_cast<int>(s.there - i) : edge;
    deep_ = s.deep - d;
  }

  // Of the next slice, into the buffer that begins so many elements behind the first.
  __device__ __forceinline__ void start(int buffer) {
#pragma unroll
    for (int j = 0; j < each; ++j) {
      const bool there = j * apart_i_ < there_ && j * apart_d_ < deep_;
      copy_async<vectors ? 16 : 4>(to_ + buffer + j * apart_to_, there ? from_ + j * apart_from_ : nowhere_, there);
    }
    from_ += to_next_slice_;
    deep_ -= async_copy_depth;
  }

 private:
  static constexpr int each = edge * async_copy_depth / (vectors ? 4 : 1) / block_threads;
  static_assert(edge * async_copy_depth % (4 * block_threads) == 0, "all threads copy as many");

  const float *nowhere_, *from_;
  int64_t apart_from_, to_next_slice_, deep_;
  float* to_;
  int apart_i_ = 0, apart_d_ = 0, apart_to_, there_;
};

struct alignas(16) Four {
  float at[async_copy_group];
};

template <int groups, int apart>
__device__ __forceinline__ void load_part(const float* row, float (&part)[groups * async_copy_group]) {
#pragma unroll
  for (int g = 0; g < groups; ++g) {
    const Four four = *reinterpret_cast<const Four*>(row + g * apart);
#pragma unroll
    for (int w = 0; w < async_copy_group; ++w) part[g * async_copy_group + w] = four.at[w];
  }
}

template <bool a_vectors, bool b_vectors>
__global__ void __launch_bounds__(block_threads, 1) multiply_async(Product<float> all) {
  float* const a = dynamic_shared<float>();  // two buffers of A, then two of B
  float* const b = a + 2 * buffer_a;
  const Product<float> p = of_this_block(all);
  const int64_t row = int64_t{blockIdx.y} * tile_rows, column = int64_t{blockIdx.x} * tile_columns;
  const Source from_a{p.a + row * p.a_row, p.a_row, p.a_column, p.m - row, p.k};
  const Source from_b{p.b + column * p.b_column, p.b_column, p.b_row, p.n - column, p.k};
  const int warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32;
  constexpr int apart_rows = 16, apart_columns = 32;
  const int own_row = warp / 4 * 64 + lane / 8 * async_copy_group,
            own_column = warp % 4 * 64 + lane % 8 * async_copy_group;

  Copies<a_vectors, tile_rows, pitch_a> copies_of_a(from_a, a);
  Copies<b_vectors, tile_columns, pitch_b> copies_of_b(from_b, b);
  copies_of_a.start(0);
  copies_of_b.start(0);
  copy_async_commit();
  float sum[thread_rows][thread_columns] = {};
  int buffer = 0;
  for (int64_t first = 0; first < p.k; first += async_copy_depth, buffer ^= 1) {
    copy_async_wait<0>();
    __syncthreads();  // this slice is there for all, and nobody reads the other buffer any more
    if (first + async_copy_depth < p.k) {
      copies_of_a.start((buffer ^ 1) * buffer_a);
      copies_of_b.start((buffer ^ 1) * buffer_b);
    }
    copy_async_commit();
    const float* const rows = a + buffer * buffer_a + own_row;
    const float* const columns = b + buffer * buffer_b + own_column;
    float left[2][thread_rows], top[2][thread_columns];
    load_part<thread_rows / async_copy_group, apart_rows>(rows, left[0]);
    load_part<thread_columns / async_copy_group, apart_columns>(columns, top[0]);
#pragma unroll
    for (int d = 0; d < async_copy_depth; ++d) {
      if (d + 1 < async_copy_depth) {
        load_part<thread_rows / async_copy_group, apart_rows>(rows + (d + 1) * pitch_a, left[(d + 1) % 2]);
        load_part<thread_columns / async_copy_group, apart_columns>(columns + (d + 1) * pitch_b, top[(d + 1) % 2]);
      }
#pragma unroll
      for (int i = 0; i < thread_rows; ++i)
#pragma unroll
        for (int j = 0; j < thread_columns; ++j) sum[i][j] += left[d % 2][i] * top[d % 2][j];
    }
  }
#pragma unroll
  for (int i = 0; i < thread_rows; ++i) {
#pragma unroll
    for (int j = 0; j < thread_columns; ++j) {
      const int64_t r = row + own_row + i / async_copy_group * apart_rows + i % async_copy_group;
      const int64_t c = column + own_column + j / async_copy_group * apart_columns + j % async_copy_group;
      if (r < p.m && c < p.n) update(p.c[r * p.n + c], sum[i][j], p.alpha, p.beta);
    }
  }
}

// Whether rows of an operand, `inner` apart and as long, can be copied 16 bytes at a time.
bool in_vectors(const float* operand, int64_t outer, int64_t inner) {
  return outer == 1 && inner % 4 == 0 && reinterpret_cast<uintptr_t>(operand) % 16 == 0;
}

bool async_copy_takes(DType dtype) { return dtype == DType::f32; }

std::optional<std::string> async_copy_refuses(const DeviceInfo&, const matmul::Problem& problem) {
  return too_many_blocks(problem, tile_rows);
}

Launch bind_async_copy(Device&, const matmul::Problem& problem, const matmul::Operands& operands) {
  Grid grid = grid_of(problem, tile_rows, tile_columns, block_threads);
  grid.shared_bytes = shared_bytes;
  const Product<float> product = product_of<float>(problem, operands);
  // By whether A, and whether B, come in vectors.
  constexpr void (*kernels[2][2])(Product<float>) = {{multiply_async<false, false>, multiply_async<false, true>},
                                                     {multiply_async<true, false>, multiply_async<true, true>}};
  const auto kernel = kernels[in_vectors(product.a, product.a_row, product.a_column)]
                             [in_vectors(product.b, product.b_column, product.b_row)];
  return [=](Queue& queue) { launch(queue, grid, kernel, product); };
}

}  // namespace

extern constinit const matmul::Rung matmul_async_copy{
    .name = "async_copy",
    .idea = "the next slice flies into a second buffer, tiles of 128 x 256",
    .takes = async_copy_takes,
    .refuses = async_copy_refuses,
    .bind = bind_async_copy,
};

}  // namespace gpupeak::cuda
