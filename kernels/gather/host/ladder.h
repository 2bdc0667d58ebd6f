// The host's `gather` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/gather/gather.h"

namespace gpupeak::host {

std::span<const gather::Rung* const> gather_ladder();

}  // namespace gpupeak::host
