// The host's `intensity` ladder.
#pragma once

#include <span>

#include "kernels/roofline/roofline.h"

namespace gpupeak::host {

std::span<const intensity::Rung* const> intensity_ladder();

}  // namespace gpupeak::host
