// The TABLE of CUDA's `atomics` rungs, from the plainest on.
#include "kernels/cuda/atomics/ladder.h"

#include "kernels/cuda/atomics/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const atomics::Rung* ladder[] = {&atomics_memory, &atomics_shared};
}

std::span<const atomics::Rung* const> atomics_ladder() { return ladder; }

}  // namespace gpupeak::cuda
