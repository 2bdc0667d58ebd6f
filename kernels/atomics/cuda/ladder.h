// CUDA's `atomics` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/atomics/atomics.h"

namespace gpupeak::cuda {

std::span<const atomics::Rung* const> atomics_ladder();

}  // namespace gpupeak::cuda
