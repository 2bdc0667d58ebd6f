// The TABLE of the host's `pages` rungs.
#include "kernels/pages/host/ladder.h"

#include "kernels/pages/host/rungs.h"

namespace gpupeak::host {
namespace {
constexpr const pages::Rung* ladder[] = {&small_pages, &huge_pages};
}

std::span<const pages::Rung* const> pages_ladder() { return ladder; }

}  // namespace gpupeak::host
