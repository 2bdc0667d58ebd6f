// Ratios with their intervals on one axis, beside the band in which a difference does not count.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/compare/compare.h"
#include "reporters/charts/charts.h"
#include "statistics/stats.h"

namespace gpupeak {

// What a row's evidence comes to; each has a mark of its own.
enum class Finding { within, worse, better, unsure };
inline constexpr std::array<std::string_view, 4> finding_names{"within the band", "surely worse", "surely better",
                                                               "not sure"};

struct ForestRow {
  std::string id;
  Ratio ratio;  // above 1 is worse
  Finding finding = Finding::unsure;
  std::string said = {};  // in place of the finding's name: "too few samples", a gate's verdict
};

// What the whole interval says of a ratio of times, and why it says nothing: with fewer samples than 99 % take, or
// where it reaches over an edge of the band.
struct Judged {
  Finding finding;
  std::string said;
};
Judged judged(const Ratio&, double limit);

// One row per ratio, the worst first; where there are too many, what got worse and what is furthest from 1. `axis` says
// what the ratio is of: "time of B / time of A". `limit` is half the width of the band: 0.03 for ± 3 %.
Picture draw_forest(const std::vector<ForestRow>&, const std::string& title, const std::string& axis, double limit);

// Half the width of the band of a comparison, which has no rules.
inline constexpr double comparison_limit = 0.03;

// Of the cases that both sides measured. Without such a case the picture has no body. `b` is what the second report is
// called where more than two are compared.
Picture comparison_picture(const CompareTable&, std::string_view b = "B");

}  // namespace gpupeak
