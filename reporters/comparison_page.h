// Two reports side by side, as one offline page.
#pragma once

#include <ostream>

#include "analysis/compare.h"
#include "reporters/style.h"

namespace gpupeak {

void write_comparison_page(const CompareTable&, std::ostream&, const Style&);

}  // namespace gpupeak
