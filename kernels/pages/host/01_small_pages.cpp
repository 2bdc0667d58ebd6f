// 01 · small pages. Pages of 4 KiB, huge ones declined (madvise): every first touch is a fault of its own, in which the
// kernel finds a page, clears it and maps it. Limit: the way into the kernel and out, far more than clearing 4 KiB.
#include "kernels/pages/host/host_regions.h"
#include "kernels/pages/pages.h"

namespace gpupeak::host {

extern constinit const pages::Rung small_pages{
    .name = "small_pages",
    .idea = "pages of 4 KiB, one fault each",
    .applies = [](pages::Op) { return true; },
    .refuses = [](const DeviceInfo&, const pages::Problem&) -> std::optional<std::string> { return std::nullopt; },
    .make = [](Device&, const pages::Problem& problem,
               int64_t regions) { return make_regions(problem, regions, PageKind::small); },
};

}  // namespace gpupeak::host
