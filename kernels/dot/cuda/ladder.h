// CUDA's `dot` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/dot/dot.h"

namespace gpupeak::cuda {

std::span<const dot::Rung* const> dot_ladder();

}  // namespace gpupeak::cuda
