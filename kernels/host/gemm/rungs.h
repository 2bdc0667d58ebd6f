// The rungs of the host's `gemm` ladder, one per file.
#pragma once

#include "kernels/gemm.h"

namespace gpupeak::host {

extern const gemm::Rung gemm_three_loops, gemm_packed, gemm_openblas, gemm_onednn;

}  // namespace gpupeak::host
