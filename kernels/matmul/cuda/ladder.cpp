// The TABLE of CUDA's `matmul` rungs: ours from the plainest on, then the vendor's.
#include "kernels/matmul/cuda/ladder.h"

#include "kernels/matmul/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const matmul::Rung* matmul_rungs[] = {&matmul_naive,          &matmul_coalesced,    &matmul_shared_tile,
                                                &matmul_thread_column,  &matmul_thread_tile,  &matmul_vectors,
                                                &matmul_warp_tile,      &matmul_async_copy,   &matmul_cublas,
                                                &matmul_cublaslt_first, &matmul_cublaslt_best};
}

std::span<const matmul::Rung* const> matmul_ladder() { return matmul_rungs; }

}  // namespace gpupeak::cuda
