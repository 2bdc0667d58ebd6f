// CUDA's `gemm` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {

std::span<const gemm::Rung* const> gemm_ladder();

}  // namespace gpupeak::cuda
