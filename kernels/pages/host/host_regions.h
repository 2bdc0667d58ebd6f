// The host's regions of one kind of page, which both rungs use.
#pragma once

#include <memory>

#include "device/host/page_region.h"
#include "kernels/pages/pages.h"

namespace gpupeak::host {

std::unique_ptr<pages::Regions> make_regions(const pages::Problem&, int64_t regions, PageKind);

}  // namespace gpupeak::host
