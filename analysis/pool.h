// Several runs of one plan in fresh processes, as one report: samples keep the number of their process.
#pragma once

#include <vector>

#include "core/report.h"

namespace gpupeak {

// Throws std::invalid_argument when empty or when devices differ. Statistics are recomputed over all samples; a case
// that was not measured in some process keeps the worst outcome and its reason.
Report pool(std::vector<Report> runs);

}  // namespace gpupeak
