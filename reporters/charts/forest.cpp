#include "reporters/charts/forest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "reporters/case_groups.h"
#include "reporters/charts/bars.h"
#include "reporters/figures.h"

namespace gpupeak {
namespace {

constexpr size_t most_rows = 60;
constexpr double furthest = 4;  // times slower or faster: what lies beyond stands at the edge

constexpr double sure_from = 0.99 - 1e-9;  // confidence

bool drawable(const Ratio& r) {
  const auto usable = [](double v) { return std::isfinite(v) && v > 0; };
  return usable(r.estimate) && usable(r.interval.low) && usable(r.interval.high);
}

std::vector<ForestRow> furthest_of(const std::vector<ForestRow>& all) {
  std::vector<size_t> order(all.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto effect = [&](size_t i) { return std::abs(std::log(all[i].ratio.estimate)); };
  std::ranges::stable_sort(order, std::ranges::greater{}, effect);
  order.resize(std::min(order.size(), most_rows));
  std::ranges::sort(order);
  std::vector<ForestRow> kept;
  for (const size_t i : order) kept.push_back(all[i]);
  return kept;
}

std::string percent_off(double ratio) {
  const double off = 100 * (ratio - 1);
  return std::abs(off) < 0.05 ? std::string("0 %") : fmt::format("{:+.{}f} %", off, std::abs(off) < 9.95 ? 1 : 0);
}

std::string tick(double ratio) { return fmt::format("{:.3g}×", ratio); }

}  // namespace

Judged judged(const Ratio& ratio, double limit) {
  const Interval& interval = ratio.interval;
  if (!(interval.confidence > 0)) return {Finding::unsure, "too few samples"};
  if (interval.confidence < sure_from) return {Finding::unsure, fmt::format("{} sure", share(interval.confidence))};
  const double fastest = 1 / (1 + limit), slowest = 1 + limit;
  const Finding finding = interval.low > slowest                                ? Finding::worse
                          : interval.high < fastest                             ? Finding::better
                          : interval.low >= fastest && interval.high <= slowest ? Finding::within
                                                                                : Finding::unsure;
  return {finding, std::string(finding_names[static_cast<size_t>(finding)])};
}

Picture draw_forest(const std::vector<ForestRow>& given, const std::string& title, const std::string& axis,
                    double limit) {
  std::vector<ForestRow> all;
  std::ranges::copy_if(given, std::back_inserter(all), [](const ForestRow& row) { return drawable(row.ratio); });
  Picture picture{
      .name = "comparison", .title = title, .columns = {"case", "ratio", "from", "to", "confidence", "finding"}};
  if (all.empty()) return picture;
  const std::vector<ForestRow> rows = furthest_of(all);
  std::vector<double> ends{(1 + limit) * (1 + limit), 1 / (1 + limit) / (1 + limit)};
  for (const ForestRow& row : rows)
    for (const double end : {row.ratio.interval.low, row.ratio.interval.high})
      ends.push_back(std::clamp(end, 1 / furthest, furthest));
  const svg::Scale scale = svg::log_over(ends, bars_left + 6, bars_right - 6);
  svg::Drawing drawing;
  const double height = 4 + bar_row * static_cast<double>(rows.size());
  const double low = scale.at(1 / (1 + limit)), high = scale.at(1 + limit);
  drawing.rectangle({low, 4}, high - low, height - 4, "band", fmt::format("± {}", share(limit)));
  double y = height + draw_scale(drawing, 4, height, scale, tick, axis);
  drawing.line({scale.at(1), 4}, {scale.at(1), height}, "axis");
  std::vector<std::string> ids;
  for (const ForestRow& row : rows) ids.push_back(row.id);
  const std::vector<std::string> labels = short_ids(ids);
  std::array<int, finding_names.size()> counts{};
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& [id, ratio, finding, given_name] = rows[i];
    const auto series = static_cast<size_t>(finding);
    const std::string said = given_name.empty() ? std::string(finding_names[series]) : given_name;
    ++counts[series];
    const double line = 4 + bar_row * static_cast<double>(i), middle = line + 22;
    const std::string text = fmt::format("{}: {} ({} to {}), {}", id, percent_off(ratio.estimate),
                                         percent_off(ratio.interval.low), percent_off(ratio.interval.high), said);
    const bool told = finding == Finding::unsure && said != finding_names[series];
    draw_row_label(drawing, line + 12, labels[i],
                   fmt::format("{}{}", percent_off(ratio.estimate), told ? " · " + said : std::string()));
    drawing.line({scale.at(ratio.interval.low), middle}, {scale.at(ratio.interval.high), middle},
                 finding == Finding::unsure ? std::string("axis") : fmt::format("line {}", svg::stroke_of(series)),
                 text);
    if (finding == Finding::unsure)
      drawing.ring({scale.at(ratio.estimate), middle}, text);
    else
      drawing.mark({scale.at(ratio.estimate), middle}, series, text);
    picture.rows.push_back({id, fmt::format("{:.4f}", ratio.estimate), fmt::format("{:.4f}", ratio.interval.low),
                            fmt::format("{:.4f}", ratio.interval.high), share(ratio.interval.confidence), said});
  }
  std::vector<svg::LegendEntry> legend;
  for (size_t i = 0; i < finding_names.size(); ++i)
    legend.push_back({std::string(finding_names[i]), i,
                      static_cast<Finding>(i) == Finding::unsure ? svg::Sign::ring : svg::Sign::mark});
  y += svg::draw_legend(drawing, {bars_left, y + 12}, bars_right - bars_left, legend);
  picture.summary = fmt::format("{} ratios with their intervals: {} surely worse, {} surely better, {} not sure.",
                                rows.size(), counts[1], counts[2], counts[3]);
  if (rows.size() < all.size())
    picture.note = fmt::format("the {} of {} cases that differ most", rows.size(), all.size());
  picture.height = y + 6;
  picture.body = drawing.body();
  return picture;
}

Picture comparison_picture(const CompareTable& table, double limit) {
  std::vector<ForestRow> rows;
  for (const ComparedCase& c : table.cases)
    if (c.ratio) {
      const Judged verdict = judged(*c.ratio, limit);
      rows.push_back({c.id, *c.ratio, verdict.finding, verdict.said});
    }
  return draw_forest(rows, "Times of B beside those of A",
                     fmt::format("time of B / time of A, with the 99 % interval; band: ± {:.3g} %", 100 * limit),
                     limit);
}

}  // namespace gpupeak
