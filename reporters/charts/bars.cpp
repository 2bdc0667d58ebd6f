#include "reporters/charts/bars.h"

#include <algorithm>

#include "reporters/svg/markup.h"

namespace gpupeak {

using svg::Anchor;

void draw_row_label(svg::Drawing& drawing, double y, const std::string& label, const std::string& figures) {
  const std::string value = svg::cut(figures, 40);
  const double room = bars_right - bars_left - svg::width_of(value) - 20;
  drawing.text({bars_left, y}, svg::cut_middle(label, static_cast<size_t>(std::max(room, 60.0) / svg::width_of("x"))),
               {}, Anchor::start, label);
  if (!value.empty()) drawing.text({bars_right, y}, value, "faint", Anchor::end);
}

double draw_heading(svg::Drawing& drawing, double y, const std::string& text) {
  drawing.text({bars_left, y + 14},
               svg::cut_middle(text, static_cast<size_t>((bars_right - bars_left) / svg::width_of("x", 13.5))),
               "strong", Anchor::start, text);
  return 22;
}

double draw_bars(svg::Drawing& drawing, double y, const std::vector<Bar>& bars, const svg::Scale& scale, double limit) {
  const double top = y;
  const double full = scale.at(limit);
  for (const Bar& bar : bars) {
    draw_row_label(drawing, y + 12, bar.label, bar.value);
    const double bar_top = y + 12 + bar_below_label;
    drawing.rectangle({bars_left, bar_top}, full - bars_left, bar_height, "panel");
    drawing.rectangle({bars_left, bar_top}, std::max(scale.at(bar.length) - bars_left, 1.0), bar_height,
                      svg::fill_of(bar.series), bar.tooltip);
    drawing.line({full, bar_top - 2}, {full, bar_top + bar_height + 2}, "limit");
    y += bar_row;
  }
  return y - top;
}

double draw_scale(svg::Drawing& drawing, double top, double y, const svg::Scale& scale, std::string (*label)(double),
                  const std::string& title) {
  double free_from = 0;  // no label over its neighbour
  for (const double value : svg::ticks(scale, 5)) {
    const double at = scale.at(value);
    drawing.line({at, top}, {at, y}, "grid");
    const std::string text = label(value);
    const double half = svg::width_of(text, 11) / 2;
    const double middle = std::max(std::min(at, bars_right - half), bars_left + half);
    if (middle - half < free_from) continue;
    free_from = middle + half + 4;
    drawing.text({middle, y + 14}, text, "faint small", Anchor::middle);
  }
  drawing.text({bars_right, y + 29}, title, "faint small", Anchor::end);
  return 36;
}

}  // namespace gpupeak
