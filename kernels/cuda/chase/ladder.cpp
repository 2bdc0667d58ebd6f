// The TABLE of CUDA's `chase` rungs, from the plainest on.
#include "kernels/cuda/chase/ladder.h"

#include "kernels/cuda/chase/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const chase::Rung* ladder[] = {&pointer_chase};
}

std::span<const chase::Rung* const> chase_ladder() { return ladder; }

}  // namespace gpupeak::cuda
