// The host's `atomics` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/atomics/atomics.h"

namespace gpupeak::host {

std::span<const atomics::Rung* const> atomics_ladder();

}  // namespace gpupeak::host
