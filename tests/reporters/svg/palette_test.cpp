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

using Triple = std::array<double, 3>;
enum class Sight { full, protan, deutan };

Triple linear(std::string_view hex) {
  Triple rgb{};
  for (size_t i = 0; i < 3; ++i) {
    const double v = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    rgb[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  return rgb;
}

// What people see who lack one kind of cones: Viénot, Brettel & Mollon, Color Research & Application 24(4), 1999, in
// linear light.
Triple seen(std::string_view hex, Sight sight) {
  const auto [r, g, b] = linear(hex);
  if (sight == Sight::protan)
    return {0.11238 * r + 0.88762 * g, 0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b};
  if (sight == Sight::deutan)
    return {0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b};
  return {r, g, b};
}

// CIE 1976 L*a*b* of linear sRGB (IEC 61966-2-1, white D65).
Triple lab(const Triple& rgb) {
  constexpr std::array<Triple, 3> to_xyz{
      {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
  constexpr Triple white{0.95047, 1, 1.08883};
  Triple f{};
  for (size_t i = 0; i < 3; ++i) {
    const double t = std::max(0.0, to_xyz[i][0] * rgb[0] + to_xyz[i][1] * rgb[1] + to_xyz[i][2] * rgb[2]) / white[i];
    f[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

// CIE76: what differs by 2.3 can just be told apart side by side.
double distance(std::string_view a, std::string_view b, Sight sight) {
  const Triple x = lab(seen(a, sight)), y = lab(seen(b, sight));
  return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

TEST(Distance, IsThatOfTheStandard) {
  EXPECT_NEAR(distance("#000000", "#ffffff", Sight::full), 100, 0.01);
  EXPECT_NEAR(lab(linear("#ff0000"))[1], 80.1, 0.1);
  EXPECT_LT(distance("#6b5a00", "#00705a", Sight::protan), distance("#6b5a00", "#00705a", Sight::full));
}

TEST(Palette, AnyTwoSeriesDifferForReadersWhoLackAKindOfCones) {
  for (const Sight sight : {Sight::full, Sight::protan, Sight::deutan})
    for (int i = 0; i < series_colours; ++i)
      for (int j = 0; j < i; ++j) {
        const Colour &a = colour("s" + std::to_string(i)), &b = colour("s" + std::to_string(j));
        EXPECT_GE(distance(a.light, b.light, sight), 12) << a.name << " " << b.name << " by day";
        EXPECT_GE(distance(a.dark, b.dark, sight), 12) << a.name << " " << b.name << " by night";
      }
}

TEST(Palette, NeighboursDifferMoreAndOnGreyPaperToo) {
  for (int i = 0; i < series_colours; ++i) {
    const Colour& a = colour("s" + std::to_string(i));
    const Colour& b = colour("s" + std::to_string((i + 1) % series_colours));
    for (const Sight sight : {Sight::protan, Sight::deutan}) {
      EXPECT_GE(distance(a.light, b.light, sight), 20) << a.name << " " << b.name << " by day";
      EXPECT_GE(distance(a.dark, b.dark, sight), 20) << a.name << " " << b.name << " by night";
    }
    EXPECT_GE(std::abs(lab(linear(a.light))[0] - lab(linear(b.light))[0]), 10) << a.name << " " << b.name;
    EXPECT_GE(std::abs(lab(linear(a.dark))[0] - lab(linear(b.dark))[0]), 10) << a.name << " " << b.name;
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
