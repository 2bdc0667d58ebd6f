// The TABLE of CUDA's `chase` rungs, from the plainest on.
#include "kernels/chase/cuda/ladder.h"

#include "kernels/chase/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const chase::Rung* chase_rungs[] = {&pointer_chase};
}

std::span<const chase::Rung* const> chase_ladder() { return chase_rungs; }

}  // namespace gpupeak::cuda
