// The parts of the console report, in the order a reader meets them.
#pragma once

#include <ostream>

#include "analysis/summary/vendor_ratios.h"
#include "method/report.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/text/text.h"

namespace gpupeak {

void write_header(const Report&, std::ostream&, const Style&);   // what ran where, and what the machine could do
void write_summary(const Report&, std::ostream&, const Style&);  // what it comes to

// A row per case, every missing figure with a footnote that says why.
void write_suite_table(const Report&, const VendorRatios&, const Cases&, std::ostream&, const Style&);

}  // namespace gpupeak
