// The rungs of the host's `matmul` ladder, one per file.
#pragma once

#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

extern const matmul::Rung matmul_three_loops, matmul_loop_order, matmul_cache_blocks, matmul_packed_avx2,
    matmul_packed_avx512, matmul_packed_prefetched, matmul_packed, matmul_amx, matmul_openblas, matmul_onednn;

}  // namespace gpupeak::host
