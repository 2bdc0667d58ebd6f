// The TABLE of the host's `chase` rungs.
#include "kernels/chase/host/ladder.h"

#include "kernels/chase/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const chase::Rung* ladder[] = {&pointer_chase, &chase_far_node};
}

std::span<const chase::Rung* const> chase_ladder() { return ladder; }

}  // namespace gpupeak::host
