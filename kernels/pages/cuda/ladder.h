// CUDA's `pages` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/pages/pages.h"

namespace gpupeak::cuda {

std::span<const pages::Rung* const> pages_ladder();

}  // namespace gpupeak::cuda
