// Several devices beside one another, for a terminal.
#pragma once

#include <ostream>

#include "analysis/compare/side_by_side.h"
#include "analysis/gate/reference.h"
#include "reporters/text/style.h"

namespace gpupeak {

// "reads 82 % of the reference, this model usually 80 to 92 %", and the cases.
void write_reference(const ReferenceTable&, std::ostream&, const Style&);

void write_side_by_side(const SideBySide&, std::ostream&, const Style&);

}  // namespace gpupeak
