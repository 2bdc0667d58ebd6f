// 06 · vectors. Rung 05 with 16 bytes per load: A is turned into columns on its way into shared memory, so that a
// thread reads its 8 elements of A and of B as two vectors each. Block = 128 x 128 of C, 256 threads of 8 x 8 (two
// groups of 4 rows and of 4 columns, half a tile apart). Limit: a warp's threads stand in two rows and 16 columns, so a
// load of B is 256 bytes, twice what shared memory delivers at once; and every slice of depth 8 is waited for twice.
#include "kernels/matmul/cuda/vector_tiles.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
struct ByRows {
  using S = VectorShape<T>;
  static __device__ Groups rows() { return {static_cast<int>(threadIdx.x) / 16 * S::half, S::edge / 2}; }
  static __device__ Groups columns() { return {static_cast<int>(threadIdx.x) % 16 * S::half, S::edge / 2}; }
};

template <class T>
using Vectors = VectorTiles<T, ByRows>;

}  // namespace

extern constinit const matmul::Rung matmul_vectors{
    .name = "vectors",
    .idea = "16 bytes per load, A turned into columns on its way",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<Vectors>,
    .bind = bind_tiles<Vectors>,
};

}  // namespace gpupeak::cuda
