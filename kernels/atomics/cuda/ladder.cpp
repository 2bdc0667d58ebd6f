// The TABLE of CUDA's `atomics` rungs, from the plainest on.
#include "kernels/atomics/cuda/ladder.h"

#include "kernels/atomics/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const atomics::Rung* atomics_rungs[] = {&atomics_memory, &atomics_shared};
}

std::span<const atomics::Rung* const> atomics_ladder() { return atomics_rungs; }

}  // namespace gpupeak::cuda
