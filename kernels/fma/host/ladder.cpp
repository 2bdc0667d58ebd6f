// The TABLE of the host's `fma` rungs: each is twice as wide as the one before, the last that a CPU has is its peak of
// f32 and f64; after them that of f16.
#include "kernels/fma/host/ladder.h"

#include "kernels/fma/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const fma::Rung* ladder[] = {&fma_scalar, &fma_vector128, &fma_avx2, &fma_avx512, &fma_avx512_fp16};
}

std::span<const fma::Rung* const> fma_ladder() { return ladder; }

}  // namespace gpupeak::host
