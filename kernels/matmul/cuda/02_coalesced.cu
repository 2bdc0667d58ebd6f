// 02 · coalesced. In rung 01 a warp covers 16 columns of two rows; here all its 32 threads stand in one row of C, so a
// load of B is whole lines and one of A a single element for all. Block = 8 rows x 32 columns, thread = 1 element.
// Limit: still two loads per multiply-add, all of them from the caches or beyond.
#include "kernels/matmul/cuda/one_element.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
using Coalesced = OneElement<T, 8, 32>;

}  // namespace

extern constinit const matmul::Rung matmul_coalesced{
    .name = "coalesced",
    .idea = "a warp along one row of C",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<Coalesced>,
    .bind = bind_tiles<Coalesced>,
};

}  // namespace gpupeak::cuda
