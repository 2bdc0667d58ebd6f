// The TABLE of the host's `dot` rungs.
#include "kernels/dot/host/ladder.h"

#include "kernels/dot/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const dot::Rung* ladder[] = {&dot_avx_vnni, &dot_avx512, &dot_amx};
}

std::span<const dot::Rung* const> dot_ladder() { return ladder; }

}  // namespace gpupeak::host
