// A report against another, case by case, for a terminal.
#pragma once

#include <ostream>
#include <string_view>

#include "analysis/compare.h"
#include "reporters/style.h"

namespace gpupeak {

// `b` is what the second report is called where more than two are compared.
void write_comparison(const CompareTable&, std::ostream&, const Style&, std::string_view b = "B");

}  // namespace gpupeak
