// The TABLE of the host's `atomics` rungs, from the plainest on.
#include "kernels/atomics/host/ladder.h"

#include "kernels/atomics/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const atomics::Rung* ladder[] = {&atomics_memory};
}

std::span<const atomics::Rung* const> atomics_ladder() { return ladder; }

}  // namespace gpupeak::host
