// The TABLE of the host's `conv` rungs: ours from the plainest on, then the vendor's.
#include "kernels/conv/host/ladder.h"

#include "kernels/conv/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const conv::Rung* ladder[] = {&conv_direct, &conv_im2col, &conv_implicit, &conv_depthwise, &conv_onednn};
}

std::span<const conv::Rung* const> conv_ladder() { return ladder; }

}  // namespace gpupeak::host
