// The TABLE of CUDA's `dispatch` rungs.
#include "kernels/launch/cuda/ladder.h"

#include "kernels/launch/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const dispatch::Rung* dispatch_rungs[] = {&dispatch_kernel, &dispatch_event, &dispatch_graph};
}

std::span<const dispatch::Rung* const> dispatch_ladder() { return dispatch_rungs; }

}  // namespace gpupeak::cuda
