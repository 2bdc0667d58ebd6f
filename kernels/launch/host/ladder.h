// The host's `launch` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/launch/launch.h"

namespace gpupeak::host {

std::span<const launch::Rung* const> launch_ladder();

}  // namespace gpupeak::host
