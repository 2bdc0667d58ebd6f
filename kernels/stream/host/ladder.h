// The host's `stream` ladder, plainest rung first.
#pragma once

#include <span>

#include "kernels/stream/stream.h"

namespace gpupeak::host {

std::span<const stream::Rung* const> stream_ladder();

}  // namespace gpupeak::host
