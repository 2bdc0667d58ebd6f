// CUDA's `transfer` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/transfer/transfer.h"

namespace gpupeak::cuda {

std::span<const transfer::Rung* const> transfer_ladder();

}  // namespace gpupeak::cuda
