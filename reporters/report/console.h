// The parts of the console report, in the order a reader meets them.
#pragma once

#include <ostream>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/vendor_ratios.h"
#include "method/report.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/report/footnotes.h"
#include "reporters/text/text.h"

namespace gpupeak {

// On one screen: what ran where, how far it can be believed, the best of each kind of work, what could be gained.
void write_first_screen(const Report&, std::ostream&, const Style&);

void write_header(const Report&, std::ostream&, const Style&);  // what ran where, and what the machine could do
void write_views(const Report&, std::ostream&, const Style&);   // what is derived from several cases or of their parts
void write_legend(const Report&, std::ostream&, const Style&);  // what became of the cases, how to read the tables

// A row per case, every missing figure with a footnote that says why; those that several tables share are only marked.
void write_suite_table(const Report&, const VendorRatios&, const SeenRates&, const Cases&, const SharedNotes&,
                       std::ostream&, const Style&);
// What the notes of this table say, before any is written.
void gather_notes(const Report&, const VendorRatios&, const SeenRates&, const Cases&, SharedNotes&, const Style&);

}  // namespace gpupeak
