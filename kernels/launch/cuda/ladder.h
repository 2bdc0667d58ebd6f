// CUDA's `launch` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/launch/launch.h"

namespace gpupeak::cuda {

std::span<const launch::Rung* const> launch_ladder();

}  // namespace gpupeak::cuda
