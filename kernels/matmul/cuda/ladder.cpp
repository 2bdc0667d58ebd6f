// The TABLE of CUDA's `gemm` rungs: ours from the plainest on, then the vendor's.
#include "kernels/matmul/cuda/ladder.h"

#include "kernels/matmul/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const gemm::Rung* gemm_rungs[] = {
    &gemm_naive,     &gemm_coalesced,  &gemm_shared_tile, &gemm_thread_column,  &gemm_thread_tile,  &gemm_vectors,
    &gemm_warp_tile, &gemm_async_copy, &gemm_cublas,      &gemm_cublaslt_first, &gemm_cublaslt_best};
}

std::span<const gemm::Rung* const> gemm_ladder() { return gemm_rungs; }

}  // namespace gpupeak::cuda
