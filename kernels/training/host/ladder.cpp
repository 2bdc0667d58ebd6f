// The TABLE of the host's `training` rungs.
#include "kernels/training/host/ladder.h"

#include "kernels/training/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const training::Rung* ladder[] = {&training_own, &training_openblas, &training_onednn};
}

std::span<const training::Rung* const> training_ladder() { return ladder; }

}  // namespace gpupeak::host
