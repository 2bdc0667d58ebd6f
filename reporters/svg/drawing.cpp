#include "reporters/svg/drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reporters/svg/markup.h"
#include "reporters/svg/palette.h"
#include "reporters/text/text.h"

namespace gpupeak::svg {
namespace {

constexpr size_t longest_tooltip = 300;  // columns: a name of a megabyte is shown once, not at every mark
constexpr std::array<std::string_view, 3> anchors{"", " text-anchor=\"middle\"", " text-anchor=\"end\""};

// Round 0,0 with a radius of 1; the circle has an element of its own.
// Five with the circle and six colours: thirty series before one looks like another.
constexpr std::array<std::string_view, 4> shapes{"M-.9-.9H.9V.9H-.9Z", "M0-1.2L1.1.8H-1.1Z",
                                                 "M0-1.25L1.25 0L0 1.25L-1.25 0Z", "M-1.1-.8H1.1L0 1.2Z"};

// With its middle at the height of `at` and its left end there.
void draw_sign(Drawing& drawing, Point at, const LegendEntry& entry) {
  switch (entry.sign) {
    case Sign::mark:
      return drawing.mark({at.x + 5, at.y}, entry.series);
    case Sign::ring:
      return drawing.ring({at.x + 5, at.y});
    case Sign::swatch:
      return drawing.segment({at.x, at.y - 5}, 10, 10, entry.series);
    case Sign::line:
      return drawing.line(at, {at.x + 20, at.y}, "line " + stroke_of(entry.series));
    case Sign::dashes:
      return drawing.line(at, {at.x + 20, at.y}, "line dashes " + stroke_of(entry.series));
  }
}

}  // namespace

void Drawing::open(std::string_view element, std::string_view classes) {
  body_ += fmt::format("<{}", element);
  if (!classes.empty()) body_ += fmt::format(" class=\"{}\"", classes);
}

void Drawing::close(std::string_view element, std::string_view tooltip) {
  if (tooltip.empty())
    body_ += "/>\n";
  else
    body_ += fmt::format("><title>{}</title></{}>\n", escaped(cut(tooltip, longest_tooltip)), element);
}

void Drawing::line(Point from, Point to, std::string_view classes, std::string_view tooltip) {
  open("line", classes);
  body_ += fmt::format(R"( x1="{}" y1="{}" x2="{}" y2="{}")", coordinate(from.x), coordinate(from.y), coordinate(to.x),
                       coordinate(to.y));
  close("line", tooltip);
}

void Drawing::path(const std::vector<Point>& points, std::string_view classes, std::string_view tooltip) {
  if (points.empty()) return;
  open("path", classes);
  body_ += " d=\"";
  for (const Point& p : points)
    body_ += fmt::format("{}{} {}", &p == &points.front() ? "M" : "L", coordinate(p.x), coordinate(p.y));
  body_ += '"';
  close("path", tooltip);
}

void Drawing::rectangle(Point corner, double width, double height, std::string_view classes, std::string_view tooltip) {
  open("rect", classes);
  body_ += fmt::format(R"( x="{}" y="{}" width="{}" height="{}")", coordinate(corner.x), coordinate(corner.y),
                       coordinate(width > 0 ? width : 0), coordinate(height > 0 ? height : 0));
  close("rect", tooltip);
}

void Drawing::text(Point at, std::string_view text, std::string_view classes, Anchor anchor, std::string_view tooltip) {
  open("text", classes);
  body_ +=
      fmt::format(R"( x="{}" y="{}"{}>)", coordinate(at.x), coordinate(at.y), anchors[static_cast<size_t>(anchor)]);
  if (!tooltip.empty()) body_ += fmt::format("<title>{}</title>", escaped(cut(tooltip, longest_tooltip)));
  body_ += fmt::format("{}</text>\n", escaped(text));
}

void Drawing::mark(Point at, size_t series, std::string_view tooltip, double size) {
  const size_t shape = series % (shapes.size() + 1);
  if (shape == 0) {
    open("circle", fill_of(series));
    body_ += fmt::format(R"( cx="{}" cy="{}" r="{}")", coordinate(at.x), coordinate(at.y), coordinate(size));
    return close("circle", tooltip);
  }
  open("path", fill_of(series));
  body_ += fmt::format(" d=\"{}\" transform=\"translate({} {}) scale({})\"", shapes[shape - 1], coordinate(at.x),
                       coordinate(at.y), coordinate(size));
  close("path", tooltip);
}

void Drawing::segment(Point corner, double width, double height, size_t series, std::string_view tooltip) {
  rectangle(corner, width, height, "segment " + fill_of(series), tooltip);
  for (size_t stripe = 1; stripe <= series / series_colours && stripe <= 3; ++stripe) {
    const double y = corner.y + height - 4.0 * static_cast<double>(stripe) + 1.5;
    line({corner.x, y}, {corner.x + width, y}, "stripe");
  }
}

void Drawing::ring(Point at, std::string_view tooltip, double size) {
  open("circle", "ring");
  body_ += fmt::format(R"( cx="{}" cy="{}" r="{}")", coordinate(at.x), coordinate(at.y), coordinate(size));
  close("circle", tooltip);
}

std::string fill_of(size_t series) { return fmt::format("f{}", series % series_colours); }
std::string stroke_of(size_t series) { return fmt::format("l{}", series % series_colours); }

double width_of(std::string_view text, double font_px) {
  return 0.6 * font_px * static_cast<double>(columns(text));  // DejaVu Sans, the widest common one, has 0.59 on average
}

void draw_axes(Drawing& drawing, const Axis& x, const Axis& y) {
  const double left = x.scale.from, right = x.scale.to, bottom = y.scale.from, top = y.scale.to;
  for (const double value : ticks(y.scale, y.ticks, y.binary)) {
    const double at = y.scale.at(value);
    drawing.line({left, at}, {right, at}, "grid");
    if (y.label) drawing.text({left - 5, at + 4}, y.label(value), "faint small", Anchor::end);
  }
  double free_from = 0;  // no label over its neighbour
  for (const double value : ticks(x.scale, x.ticks, x.binary)) {
    const double at = x.scale.at(value);
    drawing.line({at, bottom}, {at, top}, "grid");
    if (!x.label) continue;
    const std::string label = x.label(value);
    const double half = width_of(label, 11) / 2;
    const double middle = std::min(at, right + 7 - half);  // pictures have a margin of 10, digits are wide
    if (middle - half < free_from) continue;
    free_from = middle + half + 4;
    drawing.text({middle, bottom + 15}, label, "faint small", Anchor::middle);
  }
  drawing.line({left, bottom}, {right, bottom}, "axis");
  if (!x.title.empty()) drawing.text({right, bottom + 30}, x.title, "faint small", Anchor::end);
  if (!y.title.empty()) drawing.text({4, top - 8}, y.title, "faint small");
}

double draw_legend(Drawing& drawing, Point at, double width, const std::vector<LegendEntry>& entries) {
  constexpr double row_height = 17;
  double x = at.x, y = at.y;
  for (const LegendEntry& entry : entries) {
    const double sign = entry.sign == Sign::line || entry.sign == Sign::dashes ? 26 : 14;
    const std::string shown = cut_middle(entry.name, static_cast<size_t>((width - sign - 6) / width_of("x", 11)));
    const double needed = sign + width_of(shown, 11) + 14;
    if (x > at.x && x + needed - 14 > at.x + width) x = at.x, y += row_height;
    draw_sign(drawing, {x, y - 4}, entry);
    drawing.text({x + sign, y}, shown, "small", Anchor::start, entry.name);
    x += needed;
  }
  return y - at.y + row_height;
}

double draw_legend(Drawing& drawing, Point at, double width, const std::vector<std::string>& names, Sign sign) {
  std::vector<LegendEntry> entries;
  for (const std::string& name : names) entries.push_back({name, entries.size(), sign});
  return draw_legend(drawing, at, width, entries);
}

}  // namespace gpupeak::svg
