#include "reporters/charts/forest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "reporters/charts/bars.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

constexpr size_t most_forest_rows = 60;
// Limits as far as which the axis reaches at least, and the share of rows that it shows in full; what lies beyond has
// an arrow at the edge, unless the axis need not double for it.
constexpr double least_limits = 4, shown_share = 0.9, widest_interval = 4, widest_axis = 1000;

constexpr double sure_from = 0.99 - 1e-9;  // confidence

bool forest_drawable(const Ratio& r) {
  const auto usable = [](double v) { return std::isfinite(v) && v > 0; };
  return usable(r.estimate) && usable(r.interval.low) && usable(r.interval.high);
}

// What got worse, then what differs most; by effect, the worst first.
std::vector<ForestRow> furthest_of(std::vector<ForestRow> rows) {
  const auto effect = [](const ForestRow& row) { return std::abs(std::log(row.ratio.estimate)); };
  std::ranges::stable_sort(rows, [&](const ForestRow& a, const ForestRow& b) {
    const bool a_worse = a.finding == Finding::worse, b_worse = b.finding == Finding::worse;
    return a_worse != b_worse ? a_worse : effect(a) > effect(b);
  });
  if (rows.size() > most_forest_rows) rows.resize(most_forest_rows);
  std::ranges::stable_sort(rows, std::ranges::greater{}, [](const ForestRow& row) { return row.ratio.estimate; });
  return rows;
}

std::string percent_off(double ratio) {
  const double off = 100 * (ratio - 1);
  return std::abs(off) < 0.05 ? std::string("0 %") : fmt::format("{:+.{}f} %", off, std::abs(off) < 9.95 ? 1 : 0);
}

std::string tick(double ratio) {
  const double off = 100 * (ratio - 1);
  return std::abs(off) < 1e-9 ? std::string("0 %") : fmt::format("{:+.3g} %", off);
}

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

// Of ratios, wide enough for most rows and no wider: one that is six times slower does not squeeze the others.
svg::Scale scale_over(const std::vector<ForestRow>& rows, double limit) {
  std::vector<double> estimates, reaches;  // logarithms, of either sign
  double low = 0, high = 0;
  for (const ForestRow& row : rows) {
    const Interval& interval = row.ratio.interval;
    estimates.push_back(std::abs(std::log(row.ratio.estimate)));
    low = std::min({low, std::log(interval.low), std::log(row.ratio.estimate)});
    high = std::max({high, std::log(interval.high), std::log(row.ratio.estimate)});
    reaches.push_back(std::min(std::max(std::abs(std::log(interval.low)), std::abs(std::log(interval.high))),
                               std::log(widest_interval)));
  }
  const double band = std::log1p(limit);
  double edge = std::max({least_limits * band, quantile(reaches, shown_share), quantile(estimates, shown_share)});
  edge = std::min(edge, std::log(widest_axis));
  const double all = std::max(-low, high);
  if (all <= 2 * edge) edge = all;
  const double least = 2 * band, most = std::max(edge, least);
  return {.low = std::exp(-std::clamp(-low, least, most)),
          .high = std::exp(std::clamp(high, least, most)),
          .from = bars_left + 8,
          .to = bars_right - 8,
          .log = true};
}

// From end to end with a cap at each, or an arrow where it goes on beyond the scale.
void draw_interval(svg::Drawing& drawing, const svg::Scale& scale, double y, const Interval& interval,
                   const std::string& classes, const std::string& tooltip) {
  const double low = scale.at(interval.low), high = scale.at(interval.high);
  drawing.line({low, y}, {high, y}, classes, tooltip);
  if (interval.low >= scale.low && interval.low < interval.high && interval.low <= scale.high)
    drawing.line({low, y - 3.5}, {low, y + 3.5}, classes);
  if (interval.high <= scale.high && interval.low < interval.high && interval.high >= scale.low)
    drawing.line({high, y - 3.5}, {high, y + 3.5}, classes);
  if (interval.high > scale.high)
    drawing.path({{scale.to - 1, y - 4}, {scale.to + 6, y}, {scale.to - 1, y + 4}}, classes + " open");
  if (interval.low < scale.low)
    drawing.path({{scale.from + 1, y - 4}, {scale.from - 6, y}, {scale.from + 1, y + 4}}, classes + " open");
}

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
  std::ranges::copy_if(given, std::back_inserter(all), [](const ForestRow& row) { return forest_drawable(row.ratio); });
  Picture picture{
      .name = "comparison", .title = title, .columns = {"case", "ratio", "from", "to", "confidence", "finding"}};
  if (all.empty()) return picture;
  const std::vector<ForestRow> rows = furthest_of(all);
  const svg::Scale scale = scale_over(rows, limit);
  svg::Drawing drawing;
  const double height = 4 + bar_row * static_cast<double>(rows.size());
  const double low = scale.at(1 / (1 + limit)), high = scale.at(1 + limit);
  drawing.rectangle({low, 4}, high - low, height - 4, "band", fmt::format("± {}", share(limit)));
  double y = height + draw_scale(drawing, 4, height, scale, tick, axis);
  drawing.line({scale.at(1), 4}, {scale.at(1), height}, "axis");
  const auto ids_of = [](const std::vector<ForestRow>& some) {
    std::vector<std::string> ids;
    for (const ForestRow& row : some) ids.push_back(row.id);
    return ids;
  };
  const std::vector<std::string> labels = short_ids(ids_of(rows), ids_of(given));
  std::array<int, finding_names.size()> counts{};
  int cut = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& [id, ratio, finding, given_name] = rows[i];
    const auto series = static_cast<size_t>(finding);
    const std::string said = given_name.empty() ? std::string(finding_names[series]) : given_name;
    ++counts[series];
    const double line = 4 + bar_row * static_cast<double>(i), middle = line + 22;
    const std::string text = fmt::format("{}: {} ({} to {}), {}", id, percent_off(ratio.estimate),
                                         percent_off(ratio.interval.low), percent_off(ratio.interval.high), said);
    const bool told = finding == Finding::unsure && said != finding_names[series];
    draw_row_label(drawing, line + 12, labels[i], percent_off(ratio.estimate));
    if (told) {  // on the side where the mark is not
      const bool slower = ratio.estimate > std::sqrt(scale.low * scale.high);
      drawing.text({slower ? bars_left : bars_right, middle + 4}, svg::cut(said, 24), "faint small",
                   slower ? svg::Anchor::start : svg::Anchor::end);
    }
    const bool unsure = finding == Finding::unsure;
    draw_interval(drawing, scale, middle, ratio.interval,
                  unsure ? std::string("axis") : fmt::format("line {}", svg::stroke_of(series)), text);
    const bool beyond = ratio.estimate < scale.low || ratio.estimate > scale.high;
    cut += beyond || ratio.interval.low < scale.low || ratio.interval.high > scale.high;
    const svg::Point at{scale.at(ratio.estimate), middle};
    if (!beyond) unsure ? drawing.ring(at, text) : drawing.mark(at, series, text);
    const auto figure = [](double value) { return Figure{fmt::format("{:.4f}", value), value}; };
    picture.rows.push_back({id,
                            figure(ratio.estimate),
                            figure(ratio.interval.low),
                            figure(ratio.interval.high),
                            {share(ratio.interval.confidence), ratio.interval.confidence},
                            said});
  }
  std::vector<svg::LegendEntry> legend;
  for (size_t i = 0; i < finding_names.size(); ++i)
    legend.push_back({std::string(finding_names[i]), i,
                      static_cast<Finding>(i) == Finding::unsure ? svg::Sign::ring : svg::Sign::mark});
  y += svg::draw_legend(drawing, {bars_left, y + 12}, bars_right - bars_left, legend);
  picture.summary = fmt::format("{} ratios with their intervals: {} surely worse, {} surely better, {} not sure.",
                                rows.size(), counts[1], counts[2], counts[3]);
  if (rows.size() < all.size())
    picture.note = fmt::format("the {} of {} cases that got worse or differ most", rows.size(), all.size());
  if (cut > 0)
    picture.note += fmt::format("{}arrows go on beyond {} or {}", picture.note.empty() ? "" : "; ",
                                percent_off(scale.low), percent_off(scale.high));
  picture.height = y + 6;
  picture.body = drawing.body();
  return picture;
}

Picture comparison_picture(const CompareTable& table, std::string_view b) {
  std::vector<ForestRow> rows;
  for (const ComparedCase& c : table.cases)
    if (c.ratio && c.interval) {
      const Ratio ratio{*c.ratio, *c.interval};
      const Judged verdict = judged(ratio, comparison_limit);
      rows.push_back({c.id, ratio, verdict.finding, verdict.said});
    }
  Picture picture =
      draw_forest(rows, fmt::format("Times of {} beside those of A", b),
                  fmt::format("time of {} / time of A; band: ± {:.3g} %", b, 100 * comparison_limit), comparison_limit);
  if (b != "B") picture.name += fmt::format("-{}", b);
  return picture;
}

}  // namespace gpupeak
