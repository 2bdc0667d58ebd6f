// The rungs of the host's `pages` ladder, one per file.
#pragma once

#include "kernels/pages/pages.h"

namespace gpupeak::host {

extern const pages::Rung small_pages, huge_pages;

}  // namespace gpupeak::host
