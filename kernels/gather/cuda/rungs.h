// The rungs of CUDA's `gather` ladder, one per file.
#pragma once

#include "kernels/gather/gather.h"

namespace gpupeak::cuda {

extern const gather::Rung gather_plain;

}  // namespace gpupeak::cuda
