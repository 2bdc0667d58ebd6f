// 01 · naive. One thread per element of C in blocks of 16 x 16, as every tutorial has it; each forms one dot product.
// It fixes nothing; it is the floor. Limit: a warp covers 16 columns of two rows, so each of its loads of B uses half
// of two lines, and every element of A and B is loaded n or m times.
#include "kernels/matmul/cuda/one_element.cuh"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

template <class T>
using Naive = OneElement<T, 16, 16>;

}  // namespace

extern constinit const matmul::Rung matmul_naive{
    .name = "naive",
    .idea = "one thread per element, in blocks of 16 x 16",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_tiles<Naive>,
    .bind = bind_tiles<Naive>,
};

}  // namespace gpupeak::cuda
