// The TABLE of the host's `optimizer` rungs.
#include "kernels/optimizer/host/ladder.h"

#include "kernels/optimizer/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const optimizer::Rung* ladder[] = {&optimizer_naive, &optimizer_vector, &optimizer_fused};
}

std::span<const optimizer::Rung* const> optimizer_ladder() { return ladder; }

}  // namespace gpupeak::host
