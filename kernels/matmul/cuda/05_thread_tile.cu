// 05 · a tile per thread. Rung 04 uses an element of A once; here 8 of A and 8 of B, 16 loads, make 64 multiply-adds
// in registers. Block = 128 x 128 of C, 256 threads of 8 x 8, 8 deep (f64: 64 x 64, of 4 x 4). Limit: loads of single
// elements, from global and from shared memory.
#include "kernels/matmul/cuda/shared_tiles.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
constexpr int edge = sizeof(T) == 4 ? 128 : 64;  // 8 x 8 of f64 need more registers than a thread may have
template <class T>
using ThreadTile = SharedTiles<T, edge<T>, edge<T>, 8, edge<T> / 16, edge<T> / 16>;

}  // namespace

extern constinit const matmul::Rung matmul_thread_tile{
    .name = "thread_tile",
    .idea = "8 x 8 elements per thread",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<ThreadTile>,
    .bind = bind_tiles<ThreadTile>,
};

}  // namespace gpupeak::cuda
