// The TABLE of CUDA's `chase` rungs, from the plainest on.
#include "kernels/cuda/chase/ladder.h"

#include "kernels/cuda/chase/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const chase::Rung* chase_rungs[] = {&pointer_chase};
}

std::span<const chase::Rung* const> chase_ladder() { return chase_rungs; }

}  // namespace gpupeak::cuda
