// Reports against the first of them, case by case, for a terminal.
#pragma once

#include <ostream>
#include <vector>

#include "analysis/compare/compare.h"
#include "reporters/text/style.h"

namespace gpupeak {

// Each table holds another report against the same first one. What all need to be read stands once, at the end.
void write_comparisons(const std::vector<CompareTable>&, std::ostream&, const Style&);

}  // namespace gpupeak
