// The host's `gemm` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

std::span<const gemm::Rung* const> gemm_ladder();

}  // namespace gpupeak::host
