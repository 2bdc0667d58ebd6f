// CUDA's `shared` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/shared/shared.h"

namespace gpupeak::cuda {

std::span<const shared::Rung* const> shared_ladder();

}  // namespace gpupeak::cuda
