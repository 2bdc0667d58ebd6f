// The host's `dispatch` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/launch/launch.h"

namespace gpupeak::host {

std::span<const dispatch::Rung* const> dispatch_ladder();

}  // namespace gpupeak::host
