// The host's `conv` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/conv/conv.h"

namespace gpupeak::host {

std::span<const conv::Rung* const> conv_ladder();

}  // namespace gpupeak::host
