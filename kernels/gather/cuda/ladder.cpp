// The TABLE of CUDA's `gather` rungs, from the plainest on.
#include "kernels/gather/cuda/ladder.h"

#include "kernels/gather/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const gather::Rung* gather_rungs[] = {&gather_plain};
}

std::span<const gather::Rung* const> gather_ladder() { return gather_rungs; }

}  // namespace gpupeak::cuda
