// One table of the console report: a row per case, every missing figure with a footnote that says why.
#pragma once

#include <ostream>
#include <vector>

#include "method/report.h"
#include "reporters/report/figures.h"
#include "reporters/text/style.h"

namespace gpupeak {

// Cases of one suite on one device that have the same axes.
using Cases = std::vector<const Measurement*>;

// Whether the values of the axis at this position differ between the cases.
bool varies(const Cases&, size_t axis);

void write_suite_table(const Report&, const VendorRatios&, const Cases&, std::ostream&, const Style&);

}  // namespace gpupeak
