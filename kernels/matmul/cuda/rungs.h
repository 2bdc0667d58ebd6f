// The rungs of CUDA's `matmul` ladder, one per file.
#pragma once

#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {

extern const matmul::Rung matmul_naive, matmul_coalesced, matmul_shared_tile, matmul_thread_column, matmul_thread_tile,
    matmul_vectors, matmul_warp_tile, matmul_async_copy, matmul_cublas, matmul_cublaslt_first, matmul_cublaslt_best;

}  // namespace gpupeak::cuda
