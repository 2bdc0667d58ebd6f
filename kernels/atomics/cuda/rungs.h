// The rungs of CUDA's `atomics` ladder, one per file.
#pragma once

#include "kernels/atomics/atomics.h"

namespace gpupeak::cuda {

extern const atomics::Rung atomics_memory, atomics_shared;

}  // namespace gpupeak::cuda
