// The host's `dot` ladder, narrowest instruction first.
#pragma once

#include <span>

#include "kernels/dot/dot.h"

namespace gpupeak::host {

std::span<const dot::Rung* const> dot_ladder();

}  // namespace gpupeak::host
