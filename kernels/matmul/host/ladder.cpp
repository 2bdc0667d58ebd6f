// The TABLE of the host's `matmul` rungs: ours from the plainest on, then the vendors'.
#include "kernels/matmul/host/ladder.h"

#include "kernels/matmul/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const matmul::Rung* ladder[] = {
    &matmul_three_loops,       &matmul_loop_order, &matmul_cache_blocks, &matmul_packed_avx2, &matmul_packed_avx512,
    &matmul_packed_prefetched, &matmul_packed,     &matmul_amx,          &matmul_openblas,    &matmul_onednn,
};
}

std::span<const matmul::Rung* const> matmul_ladder() { return ladder; }

}  // namespace gpupeak::host
