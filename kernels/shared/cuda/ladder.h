// CUDA's `shared_memory` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/shared/shared.h"

namespace gpupeak::cuda {

std::span<const shared_memory::Rung* const> shared_memory_ladder();

}  // namespace gpupeak::cuda
