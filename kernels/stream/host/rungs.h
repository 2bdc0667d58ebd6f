// The rungs of the host's `stream` ladder, one per file.
#pragma once

#include "kernels/stream/stream.h"

namespace gpupeak::host {

extern const stream::Rung stream_plain, stream_streaming, stream_prefetched, stream_far_node;

}  // namespace gpupeak::host
