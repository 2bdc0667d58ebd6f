// The TABLE of CUDA's `fma` rungs, from the plainest on.
#include "kernels/cuda/fma/ladder.h"

#include "kernels/cuda/fma/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const fma::Rung* fma_rungs[] = {&fma_threads, &fma_pairs};
}

std::span<const fma::Rung* const> fma_ladder() { return fma_rungs; }

}  // namespace gpupeak::cuda
