// The TABLE of CUDA's `pages` rungs, from the plainest on.
#include "kernels/pages/cuda/ladder.h"

#include "kernels/pages/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const pages::Rung* pages_rungs[] = {&pages_malloc, &pages_pool, &pages_kept};
}

std::span<const pages::Rung* const> pages_ladder() { return pages_rungs; }

}  // namespace gpupeak::cuda
