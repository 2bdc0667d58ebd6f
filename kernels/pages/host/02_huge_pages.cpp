// 02 · huge pages. Rung 01 enters the kernel for every 4 KiB; here it is asked for transparent huge pages (madvise), so
// that one fault brings 2 MiB. Limit: clearing them, at the speed of stores to memory. Where no 2 MiB in one piece are
// free the kernel gives small pages after all: the region then costs what it costs on rung 01.
#include "kernels/pages/host/host_regions.h"
#include "kernels/pages/pages.h"

namespace gpupeak::host {

extern constinit const pages::Rung huge_pages{
    .name = "huge_pages",
    .idea = "transparent huge pages, one fault per 2 MiB",
    .applies = [](pages::Op) { return true; },
    .refuses = [](const DeviceInfo&, const pages::Problem&) { return no_huge_pages(); },
    .make = [](Device&, const pages::Problem& problem,
               int64_t regions) { return make_regions(problem, regions, PageKind::huge); },
};

}  // namespace gpupeak::host
