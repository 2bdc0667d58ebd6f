// Axes that are taken out of what cases are called, so that reports which differ in nothing but them can be held
// against one another.
#pragma once

#include <string>
#include <vector>

#include "analysis/gate/baseline.h"
#include "method/report.h"

namespace gpupeak {

using Axes = std::vector<std::string>;

// Throws std::invalid_argument where two cases become one, and names them.
Report without_axes(Report, const Axes&);
Baseline without_axes(Baseline, const Axes&);

// Whether some case has it.
bool has_axis(const Report&, const std::string& axis);

// Ids that both have.
size_t cases_in_common(const Report& a, const Report& b);

// Of two reports that have no case in common: the axis without which they have most, else all of those in which every
// case of one differs from every case of the other, if they have any without these. Never the name of a benchmark.
Axes axes_apart(const Report& a, const Report& b);

}  // namespace gpupeak
