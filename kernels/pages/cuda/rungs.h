// The rungs of CUDA's `pages` ladder, one per file.
#pragma once

#include "kernels/pages/pages.h"

namespace gpupeak::cuda {

extern const pages::Rung pages_malloc, pages_pool, pages_kept;

}  // namespace gpupeak::cuda
