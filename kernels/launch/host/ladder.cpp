// The TABLE of the host's `dispatch` rungs.
#include "kernels/launch/host/ladder.h"

#include "kernels/launch/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const dispatch::Rung* ladder[] = {&new_threads, &thread_pool};
}

std::span<const dispatch::Rung* const> dispatch_ladder() { return ladder; }

}  // namespace gpupeak::host
