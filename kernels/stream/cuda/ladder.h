// CUDA's `stream` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

std::span<const stream::Rung* const> stream_ladder();

}  // namespace gpupeak::cuda
