// 04 · a column per thread. Rung 03 loads two elements from shared memory per multiply-add; here a thread forms 8
// elements of one column, and one element of B serves them all. Block = 64 x 64 of C, 512 threads, 8 deep. Limit: 9
// loads from shared memory for 8 multiply-adds.
#include "kernels/matmul/cuda/shared_tiles.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
using ThreadColumn = SharedTiles<T, 64, 64, 8, 8, 1>;

}  // namespace

extern constinit const matmul::Rung matmul_thread_column{
    .name = "thread_column",
    .idea = "8 elements of a column per thread",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<ThreadColumn>,
    .bind = bind_tiles<ThreadColumn>,
};

}  // namespace gpupeak::cuda
