#include "reporters/svg/drawing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/markup_reader.h"

namespace gpupeak::svg {
namespace {

using testing::Element;
using ::testing::HasSubstr;
using testing::read_markup;

std::vector<Element> elements(const Drawing& drawing) { return read_markup("<svg>" + drawing.body() + "</svg>"); }

TEST(Drawing, EveryShapeTakesATooltipAndEscapesIt) {
  Drawing drawing;
  const char* hostile = "</title><script>\"'&";
  drawing.line({0, 0}, {1, 1}, "grid", hostile);
  drawing.path({{0, 0}, {1, 1}}, "line", hostile);
  drawing.rectangle({0, 0}, 5, 5, "f0", hostile);
  drawing.text({0, 0}, hostile, "faint", Anchor::end, hostile);
  for (size_t series = 0; series < 6; ++series) drawing.mark({1, 2}, series, hostile);
  int titles = 0;
  for (const Element& e : elements(drawing)) {
    EXPECT_NE(e.name, "script");
    titles += e.name == "title";
    if (e.name == "title") {
      EXPECT_EQ(e.text, "&lt;/title&gt;&lt;script&gt;&quot;&#39;&amp;");
    }
  }
  EXPECT_EQ(titles, 10);
}

TEST(Drawing, ARectangleIsNeverNegative) {
  Drawing drawing;
  drawing.rectangle({0, 0}, -5, -1, "f0");
  EXPECT_EQ(elements(drawing)[1].attributes.at("width"), "0");
  EXPECT_EQ(elements(drawing)[1].attributes.at("height"), "0");
}

TEST(Drawing, SeriesDifferInShapeAsWellAsInColour) {
  for (size_t a = 0; a < 30; ++a)
    for (size_t b = 0; b < a; ++b) {
      Drawing x, y;
      x.mark({0, 0}, a);
      y.mark({0, 0}, b);
      EXPECT_NE(x.body(), y.body()) << a << " " << b;
    }
}

TEST(Axes, LabelsStandWithinTheirWidthAndNotOnOneAnother) {
  Drawing drawing;
  const Axis x{log_over({1, 1e12}, 50, 450), "x", [](double v) { return si(v, "FLOP/s"); }, false, 12};
  draw_axes(drawing, x, {linear_over({0, 1}, 200, 20), "y", [](double v) { return si(v); }});
  double end = 0;
  for (const Element& e : elements(drawing)) {
    if (e.name != "text" || !e.attributes.contains("text-anchor") || e.attributes.at("text-anchor") != "middle")
      continue;
    const double at = std::stod(e.attributes.at("x")), half = width_of(e.text, 11) / 2;
    EXPECT_GE(at - half, end);
    end = at + half;
  }
  EXPECT_GT(end, 100);
}

TEST(Legend, WrapsIntoItsWidth) {
  Drawing drawing;
  const std::vector<std::string> names(9, "a name of some length");
  EXPECT_GT(draw_legend(drawing, {0, 0}, 300, names), 60);
  for (const Element& e : elements(drawing))
    if (e.name == "text") {
      EXPECT_LE(std::stod(e.attributes.at("x")) + width_of("a name of some length", 11), 300 + 1);
    }
}

}  // namespace
}  // namespace gpupeak::svg
