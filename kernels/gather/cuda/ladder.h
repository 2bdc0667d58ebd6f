// CUDA's `gather` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/gather/gather.h"

namespace gpupeak::cuda {

std::span<const gather::Rung* const> gather_ladder();

}  // namespace gpupeak::cuda
