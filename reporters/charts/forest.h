// Ratios with their intervals on one axis, beside the band in which a difference does not count.
#pragma once

#include <string>
#include <vector>

#include "analysis/compare.h"
#include "core/stats.h"
#include "reporters/charts/charts.h"

namespace gpupeak {

struct ForestRow {
  std::string id;
  Ratio ratio;  // above 1 is worse
};

// One row per ratio, those furthest from 1 where there are too many, in the order given. `axis` says what the ratio is
// of: "time of B / time of A". `limit` is half the width of the band: 0.03 for ± 3 %.
Picture draw_forest(const std::vector<ForestRow>&, const std::string& title, const std::string& axis, double limit);

// Of the cases that both sides measured. Without such a case the picture has no body.
Picture comparison_picture(const CompareTable&, double limit = 0.03);

}  // namespace gpupeak
