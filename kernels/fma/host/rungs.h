// The rungs of the host's `fma` ladder, one per file.
#pragma once

#include "kernels/fma/fma.h"

namespace gpupeak::host {

extern const fma::Rung fma_scalar, fma_vector128, fma_avx2, fma_avx512, fma_avx512_fp16;

}  // namespace gpupeak::host
