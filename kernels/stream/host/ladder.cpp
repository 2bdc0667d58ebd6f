// The TABLE of the host's `stream` rungs.
#include "kernels/stream/host/ladder.h"

#include "kernels/stream/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const stream::Rung* ladder[] = {&stream_plain, &stream_streaming, &stream_prefetched, &stream_far_node};
}

std::span<const stream::Rung* const> stream_ladder() { return ladder; }

}  // namespace gpupeak::host
