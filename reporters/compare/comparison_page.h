// Reports beside the first of them, as one offline page.
#pragma once

#include <cstddef>
#include <ostream>
#include <vector>

#include "analysis/compare/compare.h"
#include "analysis/compare/side_by_side.h"

namespace gpupeak {

inline constexpr size_t most_reports_on_page = 12;

// `tables`: each report but the first held against it, at least one. `beside`: the same reports.
void write_comparison_page(const std::vector<CompareTable>& tables, const SideBySide& beside, std::ostream&);

}  // namespace gpupeak
