// The parts of the console report, in the order a reader meets them.
#pragma once

#include <ostream>

#include "method/report.h"
#include "reporters/text/style.h"

namespace gpupeak {

void write_header(const Report&, std::ostream&, const Style&);   // what ran where, and what the machine could do
void write_tables(const Report&, std::ostream&, const Style&);   // what was measured
void write_summary(const Report&, std::ostream&, const Style&);  // what it comes to

}  // namespace gpupeak
