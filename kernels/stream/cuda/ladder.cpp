// The TABLE of CUDA's `stream` rungs, from the plainest on.
#include "kernels/stream/cuda/ladder.h"

#include "kernels/stream/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const stream::Rung* stream_rungs[] = {&stream_elements, &stream_vectors, &stream_two_blocks,
                                                &stream_four_blocks, &stream_wide};
}

std::span<const stream::Rung* const> stream_ladder() { return stream_rungs; }

}  // namespace gpupeak::cuda
