// The TABLE of CUDA's `fma` rungs, from the plainest on.
#include "kernels/fma/cuda/ladder.h"

#include "kernels/fma/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const fma::Rung* fma_rungs[] = {&fma_threads, &fma_pairs};
}

std::span<const fma::Rung* const> fma_ladder() { return fma_rungs; }

}  // namespace gpupeak::cuda
