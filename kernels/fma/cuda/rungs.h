// The rungs of CUDA's `fma` ladder, one per file.
#pragma once

#include "kernels/fma/fma.h"

namespace gpupeak::cuda {

extern const fma::Rung fma_threads;
extern const fma::Rung fma_pairs;

}  // namespace gpupeak::cuda
