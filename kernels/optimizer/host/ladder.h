// The host's `optimizer` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/optimizer/optimizer.h"

namespace gpupeak::host {

std::span<const optimizer::Rung* const> optimizer_ladder();

}  // namespace gpupeak::host
