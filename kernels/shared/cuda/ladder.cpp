// The TABLE of CUDA's `shared` rungs, from the plainest on.
#include "kernels/shared/cuda/ladder.h"

#include "kernels/shared/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const shared::Rung* shared_rungs[] = {&shared_words};
}

std::span<const shared::Rung* const> shared_ladder() { return shared_rungs; }

}  // namespace gpupeak::cuda
