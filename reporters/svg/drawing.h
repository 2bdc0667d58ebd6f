// One SVG picture as it grows: shapes by class, never by colour, each with the tooltip that tells its figures.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reporters/svg/scale.h"

namespace gpupeak::svg {

enum class Anchor { start, middle, end };

struct Point {
  double x = 0, y = 0;  // y grows downwards
};

// Texts that come from a report are escaped here; classes are ours (drawing_css).
class Drawing {
 public:
  void line(Point from, Point to, std::string_view classes, std::string_view tooltip = {});
  void path(const std::vector<Point>& points, std::string_view classes, std::string_view tooltip = {});
  void rectangle(Point corner, double width, double height, std::string_view classes, std::string_view tooltip = {});
  void text(Point at, std::string_view text, std::string_view classes = {}, Anchor = Anchor::start,
            std::string_view tooltip = {});
  // A mark whose colour and shape are those of the series.
  void mark(Point at, size_t series, std::string_view tooltip = {}, double size = 4);

  // A piece of a bar in the colour of the series, apart from its neighbours; striped where the colours come round
  // again.
  void segment(Point corner, double width, double height, size_t series, std::string_view tooltip = {});
  // A hollow mark: of what is not sure, or not known.
  void ring(Point at, std::string_view tooltip = {}, double size = 4);

  const std::string& body() const { return body_; }

 private:
  void open(std::string_view element, std::string_view classes);
  void close(std::string_view element, std::string_view tooltip);

  std::string body_;
};

// "f3": the class that fills with the colour of a series; "l3" draws lines with it.
std::string fill_of(size_t series);
std::string stroke_of(size_t series);

// Text width of so many columns, in the units of a picture: an upper estimate for 12 px sans-serif.
double width_of(std::string_view text, double font_px = 12);

struct Axis {
  Scale scale;
  std::string title;                              // "working set"
  std::function<std::string(double)> label = {};  // of a tick; none: no labels
  bool binary = false;
  int ticks = 5;
};
// Grid, tick labels and titles: x below, y on the left with its title above.
void draw_axes(Drawing&, const Axis& x, const Axis& y);

// What stands before a name in a legend: marks of points, swatches of bars.
enum class Sign { mark, ring, swatch, line, dashes };
struct LegendEntry {
  std::string name;
  size_t series = 0;
  Sign sign = Sign::mark;
};
// The signs and names in rows from `at`, no wider than `width`. Returns the height that they took.
double draw_legend(Drawing&, Point at, double width, const std::vector<LegendEntry>&);
// The same with the sign of all, series by series.
double draw_legend(Drawing&, Point at, double width, const std::vector<std::string>& names, Sign = Sign::mark);

}  // namespace gpupeak::svg
