// The host's `fma` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/fma/fma.h"

namespace gpupeak::host {

std::span<const fma::Rung* const> fma_ladder();

}  // namespace gpupeak::host
