// One table of the console report: a row per case, every missing figure with a footnote that says why.
#pragma once

#include <ostream>

#include "method/report.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/text/style.h"

namespace gpupeak {

void write_suite_table(const Report&, const VendorRatios&, const Cases&, std::ostream&, const Style&);

}  // namespace gpupeak
