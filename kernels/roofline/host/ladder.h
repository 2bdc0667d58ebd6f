// The host's `roofline` ladder.
#pragma once

#include <span>

#include "kernels/roofline/roofline.h"

namespace gpupeak::host {

std::span<const roofline::Rung* const> roofline_ladder();

}  // namespace gpupeak::host
