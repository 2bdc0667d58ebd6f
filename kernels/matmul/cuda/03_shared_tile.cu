// 03 · shared-memory tiles. Rung 02 reads each element of A n times; here a 32 x 32 tile of A and one of B are read
// once per block. Block = 1 tile of C, thread = 1 element. Limit: two loads from shared memory per multiply-add.
#include "kernels/matmul/cuda/shared_tiles.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
using SharedTile = SharedTiles<T, 32, 32, 32, 1, 1>;

}  // namespace

extern constinit const matmul::Rung matmul_shared_tile{
    .name = "shared_tile",
    .idea = "tiles of 32 x 32 in shared memory",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<SharedTile>,
    .bind = bind_tiles<SharedTile>,
};

}  // namespace gpupeak::cuda
