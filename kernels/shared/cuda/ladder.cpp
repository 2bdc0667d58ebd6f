// The TABLE of CUDA's `shared_memory` rungs, from the plainest on.
#include "kernels/shared/cuda/ladder.h"

#include "kernels/shared/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const shared_memory::Rung* shared_memory_rungs[] = {&shared_words};
}

std::span<const shared_memory::Rung* const> shared_memory_ladder() { return shared_memory_rungs; }

}  // namespace gpupeak::cuda
