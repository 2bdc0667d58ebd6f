// Several runs of one schedule in fresh processes, as one report: samples keep the number of their process.
#pragma once

#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak {

inline constexpr int most_processes = 1'000'000;  // of a report; its schema's limit

// Throws std::invalid_argument when empty, or when two of them differ in device, data, method, clock policy, or in the
// cache or the work of a case: it says which two (by `names`, else "run 2") and in what. Statistics are recomputed over
// all samples; a case that was not measured in some process keeps the worst outcome and its reason.
Report pool(std::vector<Report> runs, const std::vector<std::string>& names = {});

}  // namespace gpupeak
