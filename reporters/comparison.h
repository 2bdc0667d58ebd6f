// Two reports side by side, for a terminal.
#pragma once

#include <ostream>

#include "analysis/compare.h"
#include "reporters/style.h"

namespace gpupeak {

void write_comparison(const CompareTable&, std::ostream&, const Style&);

}  // namespace gpupeak
