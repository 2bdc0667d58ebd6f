// Every sample of the cases that scatter most, as its distance from the median, coloured by the process that took it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "core/text.h"
#include "reporters/charts/bars.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/svg/drawing.h"

namespace gpupeak {
namespace {

constexpr size_t most_sample_cases = 12, most_samples = 60;
constexpr double far_below = -0.2, samples_far_above = 0.4;  // what lies further off is drawn at the edge

double scatter(const Measurement& m) { return finite_value(*metric_named("median_precision"), m).value_or(0); }

// Those whose median is least certain, in the order of the report.
Cases least_certain(const Cases& all) {
  Cases kept = all;
  std::ranges::stable_sort(kept, std::ranges::greater{}, [](const Measurement* m) { return scatter(*m); });
  if (kept.size() > most_sample_cases) kept.resize(most_sample_cases);
  std::ranges::sort(kept);  // addresses of one vector: its order
  return kept;
}

bool are_samples_time(Seconds time) { return std::isfinite(time.value) && time.value > 0; }

double samples_distance(const Sample& s, const Measurement& m) {
  return std::clamp(s.time.value / m.stats->median - 1, far_below, samples_far_above);
}

std::string signed_percent(double ratio) {
  if (!std::isfinite(ratio)) return "–";
  return std::abs(ratio) < 5e-4 ? std::string("0 %")
                                : fmt::format("{:+.{}f} %", 100 * ratio, std::abs(ratio) < 0.0995 ? 1 : 0);
}

Figure time_figure(double seconds) {
  return std::isfinite(seconds) ? Figure{text(Seconds(seconds)), seconds} : Figure{"–"};
}

Picture samples_picture(const Report& report, const SuiteCases& suite, const Cases& all) {
  const Cases cases = least_certain(all);
  const std::vector<std::string> labels = short_labels(cases, suite.cases);
  Picture picture{.suite = heading(report, suite), .columns = {"case", "samples", "median", "least", "most", "±"}};
  std::vector<double> distances{-0.01, 0.01};
  bool cut = false;
  for (const Measurement* m : cases)
    for (const Sample& s : m->samples) distances.push_back(samples_distance(s, *m));
  const auto [least, most] = std::ranges::minmax(distances);
  const bool clipped = least <= far_below || most >= samples_far_above;
  const svg::Scale scale = svg::linear_over(distances, bars_left + 4, bars_right - 4, false);
  svg::Drawing drawing;
  const double height = 4 + bar_row * static_cast<double>(cases.size());
  double y = height + draw_scale(drawing, 4, height, scale, signed_percent, "time of a sample, from the median");
  drawing.line({scale.at(0), 4}, {scale.at(0), height}, "axis");
  int processes = 1;
  for (size_t i = 0; i < cases.size(); ++i) {
    const Measurement& m = *cases[i];
    const double line = 4 + bar_row * static_cast<double>(i);
    draw_row_label(drawing, line + 12, labels[i], with_precision(text(Seconds(m.stats->median)), m));
    const std::vector<Sample> shown = thinned(m.samples, most_samples);
    cut = cut || shown.size() < m.samples.size();
    for (const Sample& s : shown) {
      if (!std::isfinite(s.time.value)) continue;
      const int process = std::max(s.process, 0);
      processes = std::max(processes, process + 1);
      drawing.mark(
          {scale.at(samples_distance(s, m)), line + 20.5 + (process % 3 - 1) * 2.0}, static_cast<size_t>(process),
          fmt::format("{}: {} ({})", labels[i], text(s.time), signed_percent(s.time.value / m.stats->median - 1)), 2.4);
    }
    picture.rows.push_back({m.id.id(),
                            {std::to_string(m.samples.size()), static_cast<double>(m.samples.size())},
                            time_figure(m.stats->median),
                            time_figure(m.stats->min),
                            time_figure(m.stats->max),
                            {precision(m), scatter(m)}});
  }
  if (processes > 1) {
    std::vector<std::string> names;
    for (int i = 0; i < std::min(processes, 12); ++i) names.push_back(fmt::format("process {}", i + 1));
    y += svg::draw_legend(drawing, {bars_left, y + 10}, bars_right - bars_left, names);
  }
  picture.title = fmt::format("{}: samples", picture.suite);
  picture.summary = fmt::format("Samples of {} of {} as distances from their medians.", count_of(cases.size(), "case"),
                                picture.suite);
  if (cases.size() < all.size())
    picture.note = fmt::format("the {} least certain of {} cases", cases.size(), all.size());
  if (clipped)
    picture.note += fmt::format("{}what is further off stands at the edge", picture.note.empty() ? "" : "; ");
  if (cut) picture.note += fmt::format("{}at most {} samples of each", picture.note.empty() ? "" : "; ", most_samples);
  picture.height = y + 4;
  picture.body = drawing.body();
  return picture;
}

bool samples_drawable(const Measurement& m) {
  return m.outcome == Outcome::measured && m.stats && are_samples_time(Seconds(m.stats->median)) &&
         m.samples.size() > 1;
}

std::vector<Picture> draw_samples(const Report& report) { return per_suite(report, samples_drawable, samples_picture); }

}  // namespace

extern constinit const Chart sample_chart{
    .name = "samples", .summary = "samples as a strip per case, coloured by process", .draw = draw_samples};

}  // namespace gpupeak
