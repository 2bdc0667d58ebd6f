// The TABLE of the host's `pages` rungs.
#include "kernels/host/pages/ladder.h"

#include "kernels/host/pages/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const pages::Rung* ladder[] = {&small_pages, &huge_pages};
}

std::span<const pages::Rung* const> pages_ladder() { return ladder; }

}  // namespace gpupeak::host
