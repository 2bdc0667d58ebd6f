// The rungs of CUDA's `chase` ladder, one per file.
#pragma once

#include "kernels/chase/chase.h"

namespace gpupeak::cuda {

extern const chase::Rung pointer_chase;

}  // namespace gpupeak::cuda
