// The rungs of CUDA's `shared` ladder, one per file.
#pragma once

#include "kernels/shared/shared.h"

namespace gpupeak::cuda {

extern const shared::Rung shared_words;

}  // namespace gpupeak::cuda
