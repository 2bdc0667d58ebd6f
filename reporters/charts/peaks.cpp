// Measured against theoretical: per suite the share of its ceiling that the fastest rung of each ladder reaches.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/gaps/seen_rates.h"
#include "core/format.h"
#include "core/text.h"
#include "reporters/charts/bars.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"

namespace gpupeak {
namespace {

constexpr size_t most_bars = 24;

std::optional<double> reached(const SeenRates& seen, const Measurement& m) {
  return m.work.steps > 0 ? std::nullopt : seen.share_of_ceiling(m);
}

// Of each ladder the case that comes closest to its ceiling.
Cases fastest_of(const SeenRates& seen, const Cases& cases) {
  std::map<std::string, const Measurement*> best;
  for (const Measurement* m : cases) {
    if (!reached(seen, *m)) continue;
    const Measurement*& known = best[m->group];
    if (!known || *reached(seen, *m) > *reached(seen, *known)) known = m;
  }
  Cases kept;
  for (const Measurement* m : cases)
    if (const auto found = best.find(m->group); found != best.end() && found->second == m) kept.push_back(m);
  return kept;
}

// The headline figure and what the ceiling makes of it: the same work in the shortest time that physics allows.
std::pair<Figure, Figure> figures_of(const Measurement& m, double share_reached) {
  const Metric* metric = headline(m);
  if (!metric || metric->unit == MetricUnit::seconds) {
    const double time = finite_value(*metric_named("median_s"), m).value_or(0);
    return {{text(Seconds(time)), time}, {text(Seconds(time * share_reached)), time * share_reached}};
  }
  const double value = *finite_value(*metric, m);
  const Figure measured{text_of(value, metric->unit), value};
  if (!(share_reached > 0)) return {measured, {"–"}};
  return {measured, {text_of(value / share_reached, metric->unit), value / share_reached}};
}

Picture peaks_picture(const Report& report, const SeenRates& seen, const SuiteCases& suite, const Cases& fastest) {
  const Cases cases = thinned(fastest, most_bars);
  const std::vector<std::string> labels = short_labels(cases, suite.cases);
  Picture picture{.suite = heading(report, suite), .columns = {"case", "measured", "ceiling", "reached", "bound by"}};
  std::vector<Bar> bars;
  std::vector<double> shares{1};
  for (size_t i = 0; i < cases.size(); ++i) {
    const Measurement& m = *cases[i];
    const double part = *reached(seen, m);
    const auto [measured, ceiling] = figures_of(m, part);
    const std::string bound(row((m.clocked ? m.clocked : m.rated)->bound_by).name);
    shares.push_back(std::min(part, 1.5));
    bars.push_back(
        {labels[i], fmt::format("{} · {}", measured.text, share(part)), part,
         fmt::format("{}: {} of {} ({}), bound by {}", m.id.id(), measured.text, ceiling.text, share(part), bound)});
    picture.rows.push_back({m.id.id(), measured, ceiling, {share(part), part}, bound});
  }
  const svg::Scale scale = svg::linear_over(shares, bars_left, bars_right - 4);
  svg::Drawing drawing;
  const double height = 4 + bar_row * static_cast<double>(bars.size());
  const double below = draw_scale(drawing, 4, height, scale, svg::whole_percent, "of the ceiling at the clock seen");
  draw_bars(drawing, 4, bars, scale, 1);
  picture.title = fmt::format("{}: how much of its ceiling each case reaches", picture.suite);
  picture.summary = fmt::format("Bars of {} of {}: the share of its ceiling that each reaches, best {}.",
                                count_of(cases.size(), "case"), picture.suite,
                                share(*std::max_element(shares.begin() + 1, shares.end())));
  if (cases.size() < fastest.size())
    picture.note = fmt::format("{} of {} ladders, evenly chosen", cases.size(), fastest.size());
  const auto measured =
      std::ranges::count_if(suite.cases, [](const Measurement* m) { return m->outcome == Outcome::measured; });
  const auto without = std::ranges::count_if(
      suite.cases, [&](const Measurement* m) { return m->outcome == Outcome::measured && !reached(seen, *m); });
  if (without > 0)
    picture.note +=
        fmt::format("{}; {} of {} without a known ceiling or a precise figure",
                    picture.note.empty() ? "the fastest of each ladder" : "", without, count_of(measured, "case"));
  picture.height = height + below;
  picture.body = drawing.body();
  return picture;
}

std::vector<Picture> draw_peaks(const Report& report) {
  const SeenRates seen(report);
  std::vector<Picture> drawn;
  for (const SuiteCases& suite : drawn_suites(report))
    if (const Cases fastest = fastest_of(seen, suite.cases); !fastest.empty())
      drawn.push_back(peaks_picture(report, seen, suite, fastest));
  return drawn;
}

}  // namespace

extern constinit const Chart peak_chart{
    .name = "peak", .summary = "measured against theoretical, per suite", .draw = draw_peaks};

}  // namespace gpupeak
