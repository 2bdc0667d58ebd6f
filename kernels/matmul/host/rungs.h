// The rungs of the host's `gemm` ladder, one per file.
#pragma once

#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

extern const gemm::Rung gemm_three_loops, gemm_loop_order, gemm_cache_blocks, gemm_packed_avx2, gemm_packed_avx512,
    gemm_packed_prefetched, gemm_packed, gemm_amx, gemm_openblas, gemm_onednn;

}  // namespace gpupeak::host
