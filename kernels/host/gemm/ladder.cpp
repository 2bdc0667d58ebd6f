// The TABLE of the host's `gemm` rungs: ours from the plainest on, then the vendors'.
#include "kernels/host/gemm/ladder.h"

#include "kernels/host/gemm/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const gemm::Rung* ladder[] = {&gemm_three_loops, &gemm_packed, &gemm_openblas, &gemm_onednn};
}

std::span<const gemm::Rung* const> gemm_ladder() { return ladder; }

}  // namespace gpupeak::host
