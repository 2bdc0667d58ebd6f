#include "reporters/svg/palette.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace gpupeak::svg {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Colour& colour(std::string_view name) {
  for (const Colour& c : palette)
    if (c.name == name) return c;
  throw std::out_of_range(std::string(name));
}

TEST(Contrast, IsThatOfTheStandard) {
  EXPECT_NEAR(contrast("#000000", "#ffffff"), 21, 1e-9);
  EXPECT_NEAR(contrast("#ffffff", "#ffffff"), 1, 1e-9);
  EXPECT_NEAR(contrast("#767676", "#ffffff"), 4.54, 0.005);  // the lightest grey that WCAG 2 lets be read on white
}

TEST(Palette, EveryInkCanBeReadOnEveryGroundByDayAndByNight) {
  for (const Colour& ink : palette) {
    if (!ink.ink) continue;
    for (const char* ground : {"ground", "panel"}) {
      EXPECT_GE(contrast(ink.light, colour(ground).light), 4.5) << ink.name << " on " << ground << " by day";
      EXPECT_GE(contrast(ink.dark, colour(ground).dark), 4.5) << ink.name << " on " << ground << " by night";
    }
  }
}

// What people see who lack one kind of cones: Viénot, Brettel & Mollon, Color Research & Application 24(4), 1999, in
// linear light.
std::array<double, 3> seen(std::string_view hex, bool protan) {
  std::array<double, 3> rgb{};
  for (size_t i = 0; i < 3; ++i) {
    const double v = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    rgb[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  const auto [r, g, b] = rgb;
  if (protan) return {0.11238 * r + 0.88762 * g, 0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b};
  return {0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b};
}

double distance(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  double sum = 0;
  for (size_t i = 0; i < 3; ++i) {
    const double d = std::cbrt(std::max(a[i], 0.0)) - std::cbrt(std::max(b[i], 0.0));
    sum += d * d;
  }
  return std::sqrt(sum);
}

TEST(Palette, TheFirstThreeSeriesDifferForReadersWhoLackAKindOfCones) {
  for (const bool protan : {false, true})
    for (size_t i = 0; i < 3; ++i)
      for (size_t j = 0; j < i; ++j) {
        const Colour &a = colour("s" + std::to_string(i)), &b = colour("s" + std::to_string(j));
        EXPECT_GT(distance(seen(a.light, protan), seen(b.light, protan)), 0.12) << a.name << " " << b.name;
        EXPECT_GT(distance(seen(a.dark, protan), seen(b.dark, protan)), 0.12) << a.name << " " << b.name;
      }
}

TEST(Palette, HasAVariableForEveryColourInBothLightsAndOnPaper) {
  const std::string css = palette_css(":root");
  for (const Colour& c : palette) {
    EXPECT_THAT(css, HasSubstr("--" + std::string(c.name) + ":" + std::string(c.light)));
    EXPECT_THAT(css, HasSubstr("--" + std::string(c.name) + ":" + std::string(c.dark)));
  }
  EXPECT_LT(css.find("prefers-color-scheme:dark"), css.find("@media print"));
}

TEST(Palette, TheDrawingsNameNoColourOfTheirOwn) {
  EXPECT_THAT(std::string(drawing_css()), Not(HasSubstr("#")));
  for (int i = 0; i < series_colours; ++i) {
    EXPECT_THAT(std::string(drawing_css()), HasSubstr("fill:var(--s" + std::to_string(i)));
    EXPECT_THAT(std::string(drawing_css()), HasSubstr("stroke:var(--s" + std::to_string(i)));
  }
}

}  // namespace
}  // namespace gpupeak::svg
