// What the parts of a launch take: a stack per case, each as long as the share of the whole.
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

constexpr size_t most_phase_cases = 20;
constexpr double row_height = 40, stack_height = 17;

std::vector<std::string> phases_names(const Cases& cases) {
  std::vector<std::string> names;
  for (const Measurement* m : cases)
    for (const PhaseTime& phase : m->phases)
      if (std::ranges::find(names, phase.name) == names.end()) names.push_back(phase.name);
  return names;
}

Picture phases_picture(const Report& report, const SuiteCases& suite, const Cases& all) {
  const Cases cases = thinned(all, most_phase_cases);
  const std::vector<std::string> labels = short_labels(cases, suite.cases), names = phases_names(cases);
  Picture picture{.suite = heading(report, suite), .columns = {"case", "phase", "time", "share"}};
  svg::Drawing drawing;
  double y = 4;
  for (size_t i = 0; i < cases.size(); ++i) {
    const Seconds whole = total(cases[i]->phases);
    draw_row_label(drawing, y + 12, labels[i], text(whole));
    double x = bars_left;
    for (const PhaseTime& phase : cases[i]->phases) {
      const double part = std::max(phase.median / whole, 0.0);
      const auto series = static_cast<size_t>(std::ranges::find(names, phase.name) - names.begin());
      const std::string time = text(phase.median);
      const double width = part * (bars_right - bars_left);
      const std::string tooltip = fmt::format("{}: {} {} ({})", labels[i], phase.name, time, share(part));
      drawing.segment({x, y + 12 + bar_below_label}, width, stack_height, series, tooltip);
      for (const std::string& said : {phase.name, svg::whole_percent(std::round(100 * part) / 100)})
        if (svg::width_of(said, 11) + 6 <= width) {
          drawing.text({x + width / 2, y + 12 + bar_below_label + 12.5}, said, "small on", svg::Anchor::middle,
                       tooltip);
          break;
        }
      x += width;
      picture.rows.push_back({cases[i]->id.id(), phase.name, {time, phase.median.value}, {share(part), part}});
    }
    y += row_height;
  }
  y += svg::draw_legend(drawing, {bars_left, y + 14}, bars_right - bars_left, names, svg::Sign::swatch);
  picture.title = fmt::format("{}: phases of a launch, timed apart", picture.suite);
  picture.summary = fmt::format("Stacks of the phases of {} of {}, as shares of their sum.",
                                count_of(cases.size(), "case"), picture.suite);
  if (cases.size() < all.size()) picture.note = fmt::format("{} of {} cases, evenly chosen", cases.size(), all.size());
  picture.height = y + 8;
  picture.body = drawing.body();
  return picture;
}

bool phases_drawable(const Measurement& m) {
  return has_time(m.outcome) && !m.phases.empty() && total(m.phases).value > 0 && std::isfinite(total(m.phases).value);
}

std::vector<Picture> draw_phases(const Report& report) { return per_suite(report, phases_drawable, phases_picture); }

}  // namespace

extern constinit const Chart phase_chart{
    .name = "phases", .summary = "what the phases of a launch take of it", .draw = draw_phases};

}  // namespace gpupeak
