// The rungs of CUDA's `stream` ladder, one per file.
#pragma once

#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern const stream::Rung stream_elements, stream_vectors, stream_two_blocks, stream_four_blocks, stream_wide;

}  // namespace gpupeak::cuda
