// The rungs of CUDA's `dot` ladder, one per file.
#pragma once

#include "kernels/dot/dot.h"

namespace gpupeak::cuda {

extern const dot::Rung dot_dp4a;
extern const dot::Rung dot_mma_sync;
extern const dot::Rung dot_mma_sync_f16_sums;
extern const dot::Rung dot_wgmma;

}  // namespace gpupeak::cuda
