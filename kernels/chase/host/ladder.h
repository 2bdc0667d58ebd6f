// The host's `chase` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/chase/chase.h"

namespace gpupeak::host {

std::span<const chase::Rung* const> chase_ladder();

}  // namespace gpupeak::host
