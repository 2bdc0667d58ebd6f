// Curves over the working set, drawn alike for bandwidth and for latency.
#pragma once

#include <vector>

#include "method/metrics.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"

namespace gpupeak {

struct CurveLook {
  std::string title;  // "bandwidth over size": follows the suite
  std::string unit;   // "B/s": stands at the ticks
};

// One picture per suite of every curve (cases that differ in `size` alone) with at least three working sets at which
// `metric` is known and `belongs` holds, with the plateaus that the analysis finds.
std::vector<Picture> draw_curves(const Report&, const Metric&, bool (*belongs)(const Measurement&), const CurveLook&);

}  // namespace gpupeak
