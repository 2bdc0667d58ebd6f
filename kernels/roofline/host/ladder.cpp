// The TABLE of the host's `roofline` rungs.
#include "kernels/roofline/host/ladder.h"

#include "kernels/roofline/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const roofline::Rung* ladder[] = {&roofline_vector};
}

std::span<const roofline::Rung* const> roofline_ladder() { return ladder; }

}  // namespace gpupeak::host
