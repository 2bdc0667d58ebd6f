// The TABLE of CUDA's `dot` rungs, from the plainest on.
#include "kernels/dot/cuda/ladder.h"

#include "kernels/dot/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const dot::Rung* dot_rungs[] = {&dot_dp4a, &dot_mma_sync, &dot_mma_sync_f16_sums, &dot_wgmma};
}

std::span<const dot::Rung* const> dot_ladder() { return dot_rungs; }

}  // namespace gpupeak::cuda
