// The TABLE of the host's `launch` rungs.
#include "kernels/launch/host/ladder.h"

#include "kernels/launch/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const launch::Rung* ladder[] = {&new_threads, &thread_pool};
}

std::span<const launch::Rung* const> launch_ladder() { return ladder; }

}  // namespace gpupeak::host
