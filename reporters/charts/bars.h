// Rows of labelled horizontal bars or strips: the label stands above its bar, so that long names fit a phone.
#pragma once

#include <string>
#include <vector>

#include "reporters/charts/charts.h"
#include "reporters/svg/drawing.h"

namespace gpupeak {

struct Bar {
  std::string label, value;  // `value` stands at the right end of the label's line
  double length = 0;         // in units of the scale
  std::string tooltip = {};
  size_t series = 0;
};

// What such a picture is drawn in, in units of picture_width.
inline constexpr double bars_left = 8, bars_right = picture_width - 8;
inline constexpr double bar_row = 32, bar_height = 10, bar_below_label = 6;

// Label and value of a row whose label's base line is at y; the label is cut to what the value leaves.
void draw_row_label(svg::Drawing&, double y, const std::string& label, const std::string& value);

// A line of text over rows that belong together. Returns the height it took.
double draw_heading(svg::Drawing&, double y, const std::string& text);

// One row each from y downwards, with a dashed line at `limit` behind them. Returns the height they took.
double draw_bars(svg::Drawing&, double y, const std::vector<Bar>&, const svg::Scale&, double limit);

// Tick labels of a scale below rows that end at y, with a line up to `top` for each. Returns the height it took.
double draw_scale(svg::Drawing&, double top, double y, const svg::Scale&, std::string (*label)(double),
                  const std::string& title);

}  // namespace gpupeak
