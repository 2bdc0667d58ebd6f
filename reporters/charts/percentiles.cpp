// Latencies of launches that answer requests: from p50 over p95 and p99 to the longest, a line per case.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "core/text.h"
#include "reporters/charts/bars.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/svg/drawing.h"

namespace gpupeak {
namespace {

constexpr size_t most_percentile_cases = 20;

struct Percentile {
  std::string_view name;
  std::optional<Seconds> (*of)(const Latencies&);
};
constexpr Percentile percentiles[] = {
    {"p50", [](const Latencies& l) { return std::optional(l.p50); }},
    {"p95", [](const Latencies& l) { return l.p95; }},
    {"p99", [](const Latencies& l) { return l.p99; }},
    {"longest", [](const Latencies& l) { return std::optional(l.max); }},
};

bool are_percentiles_time(Seconds time) { return std::isfinite(time.value) && time.value > 0; }

Picture percentiles_picture(const Report& report, const SuiteCases& suite, const Cases& all) {
  const Cases cases = thinned(all, most_percentile_cases);
  const std::vector<std::string> labels = short_labels(cases, suite.cases);
  Picture picture{.suite = heading(report, suite), .columns = {"case"}};
  std::vector<std::string> names;
  for (const Percentile& p : percentiles) names.emplace_back(p.name), picture.columns.emplace_back(p.name);

  std::vector<double> times;
  for (const Measurement* m : cases)
    for (const Percentile& p : percentiles)
      if (const auto time = p.of(*m->latencies)) times.push_back(time->value);
  const svg::Scale scale = svg::log_over(times, bars_left + 4, bars_right - 4);
  svg::Drawing drawing;
  const double height = 4 + bar_row * static_cast<double>(cases.size());
  double y =
      height + draw_scale(
                   drawing, 4, height, scale, [](double v) { return svg::si(v, "s"); }, "of one launch, waited for");
  for (size_t i = 0; i < cases.size(); ++i) {
    const double line = 4 + bar_row * static_cast<double>(i), middle = line + 12 + bar_below_label + 5;
    const Latencies& latencies = *cases[i]->latencies;
    FigureRow row{cases[i]->id.id()};
    draw_row_label(drawing, line + 12, labels[i],
                   fmt::format("p50 {}{}", text(latencies.p50),
                               latencies.p99 ? fmt::format(" · p99 {}", text(*latencies.p99)) : std::string()));
    drawing.line({scale.at(latencies.p50.value), middle}, {scale.at(latencies.max.value), middle}, "axis");
    for (size_t p = 0; p < std::size(percentiles); ++p) {
      const std::optional<Seconds> time = percentiles[p].of(latencies);
      row.push_back(time ? Figure{text(*time), time->value} : Figure{"–"});
      if (time)
        drawing.mark({scale.at(time->value), middle}, p,
                     fmt::format("{}: {} {}", cases[i]->id.id(), percentiles[p].name, text(*time)));
    }
    picture.rows.push_back(std::move(row));
  }
  y += svg::draw_legend(drawing, {bars_left, y + 10}, bars_right - bars_left, names);
  picture.title = fmt::format("{}: latencies of single launches", picture.suite);
  picture.summary =
      fmt::format("Percentiles of the latency of {} of {}.", count_of(cases.size(), "case"), picture.suite);
  if (cases.size() < all.size()) picture.note = fmt::format("{} of {} cases, evenly chosen", cases.size(), all.size());
  picture.height = y + 4;
  picture.body = drawing.body();
  return picture;
}

bool percentiles_drawable(const Measurement& m) {
  return has_time(m.outcome) && m.latencies && are_percentiles_time(m.latencies->p50) &&
         are_percentiles_time(m.latencies->max);
}

std::vector<Picture> draw_percentiles(const Report& report) {
  return per_suite(report, percentiles_drawable, percentiles_picture);
}

}  // namespace

extern constinit const Chart percentile_chart{
    .name = "percentiles", .summary = "p50, p95, p99 and the longest of single launches", .draw = draw_percentiles};

}  // namespace gpupeak
