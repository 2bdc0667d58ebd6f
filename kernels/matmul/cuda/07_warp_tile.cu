// 07 · warp tiles. In rung 06 a warp covers a strip of C; here 8 warps, 2 x 4, have a rectangle of 64 x 32 each, and
// its threads stand in it as 8 x 4: a load of A is 128 bytes and one of B 64, each read once and handed to all who want
// it. Block and thread as in rung 06. Limit: every slice of depth 8 is waited for twice, and global memory with it.
#include "kernels/matmul/cuda/vector_tiles.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
struct ByWarps {
  using S = VectorShape<T>;
  static __device__ Groups rows() {
    const int thread = static_cast<int>(threadIdx.x), warp = thread / 32, lane = thread % 32;
    return {warp / 4 * (S::edge / 2) + lane / 4 * S::half, S::edge / 4};
  }
  static __device__ Groups columns() {
    const int thread = static_cast<int>(threadIdx.x), warp = thread / 32, lane = thread % 32;
    return {warp % 4 * (S::edge / 4) + lane % 4 * S::half, S::edge / 8};
  }
};

template <class T>
using WarpTile = VectorTiles<T, ByWarps>;

}  // namespace

extern constinit const matmul::Rung matmul_warp_tile{
    .name = "warp_tile",
    .idea = "a rectangle of C per warp",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<WarpTile>,
    .bind = bind_tiles<WarpTile>,
};

}  // namespace gpupeak::cuda
