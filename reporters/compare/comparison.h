// Reports held against the first of them: case by case, beside one another, and as one page.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "analysis/compare/compare.h"
#include "analysis/compare/side_by_side.h"
#include "analysis/gate/reference.h"
#include "reporters/text/text.h"

namespace gpupeak {

// To a thousandth; a small one to three significant digits, so that it does not read as nothing.
std::string ratio_text(double ratio);

// For a terminal.

// Each table holds another report against the same first one. What all need to be read stands once, at the end.
void write_comparisons(const std::vector<CompareTable>&, std::ostream&, const Style&);

// "reads 82 % of the reference, this model usually 80 to 92 %", and the cases.
void write_reference(const ReferenceTable&, std::ostream&, const Style&);

void write_side_by_side(const SideBySide&, std::ostream&, const Style&);

// As one offline page.

inline constexpr size_t most_reports_on_page = 12;

// `tables`: each report but the first held against it, at least one. `beside`: the same reports.
void write_comparison_page(const std::vector<CompareTable>& tables, const SideBySide& beside, std::ostream&);

}  // namespace gpupeak
