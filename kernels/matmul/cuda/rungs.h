// The rungs of CUDA's `gemm` ladder, one per file.
#pragma once

#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {

extern const gemm::Rung gemm_naive, gemm_coalesced, gemm_shared_tile, gemm_thread_column, gemm_thread_tile,
    gemm_vectors, gemm_warp_tile, gemm_async_copy, gemm_cublas, gemm_cublaslt_first, gemm_cublaslt_best;

}  // namespace gpupeak::cuda
