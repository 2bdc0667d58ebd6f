// The TABLE of the host's `intensity` rungs.
#include "kernels/roofline/host/ladder.h"

#include "kernels/roofline/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const intensity::Rung* ladder[] = {&intensity_vector};
}

std::span<const intensity::Rung* const> intensity_ladder() { return ladder; }

}  // namespace gpupeak::host
