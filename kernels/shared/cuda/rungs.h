// The rungs of CUDA's `shared_memory` ladder, one per file.
#pragma once

#include "kernels/shared/shared.h"

namespace gpupeak::cuda {

extern const shared_memory::Rung shared_words;

}  // namespace gpupeak::cuda
