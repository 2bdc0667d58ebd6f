// The host's `matmul` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

std::span<const matmul::Rung* const> matmul_ladder();

}  // namespace gpupeak::host
