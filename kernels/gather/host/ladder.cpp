// The TABLE of the host's `gather` rungs.
#include "kernels/gather/host/ladder.h"

#include "kernels/gather/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const gather::Rung* ladder[] = {&gather_plain, &gather_index_ahead};
}

std::span<const gather::Rung* const> gather_ladder() { return ladder; }

}  // namespace gpupeak::host
