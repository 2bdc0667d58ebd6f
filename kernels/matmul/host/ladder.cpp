// The TABLE of the host's `gemm` rungs: ours from the plainest on, then the vendors'.
#include "kernels/matmul/host/ladder.h"

#include "kernels/matmul/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const gemm::Rung* ladder[] = {
    &gemm_three_loops,       &gemm_loop_order, &gemm_cache_blocks, &gemm_packed_avx2, &gemm_packed_avx512,
    &gemm_packed_prefetched, &gemm_packed,     &gemm_amx,          &gemm_openblas,    &gemm_onednn,
};
}

std::span<const gemm::Rung* const> gemm_ladder() { return ladder; }

}  // namespace gpupeak::host
