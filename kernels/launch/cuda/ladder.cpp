// The TABLE of CUDA's `launch` rungs.
#include "kernels/launch/cuda/ladder.h"

#include "kernels/launch/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const launch::Rung* launch_rungs[] = {&launch_kernel, &launch_event, &launch_graph};
}

std::span<const launch::Rung* const> launch_ladder() { return launch_rungs; }

}  // namespace gpupeak::cuda
