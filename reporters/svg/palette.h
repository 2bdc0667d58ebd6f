// The colours of pages and pictures, by day and by night. Every ink reads on its ground (WCAG 2: 4.5 to 1), and series
// differ in lightness and in the shape of their marks too, for readers who see few colours.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace gpupeak::svg {

struct Colour {
  std::string_view name;         // of the CSS variable
  std::string_view light, dark;  // #rrggbb
  bool ink = true;               // is read: text, lines and marks; else a ground or a rule
};

// Series are hues of Okabe and Ito (Color Universal Design, 2008), darkened for white and lightened for black.
inline constexpr std::array palette{
    Colour{"ground", "#ffffff", "#14171a", false},
    Colour{"panel", "#f5f6f7", "#1e2327", false},
    Colour{"rule", "#d0d5da", "#3a424a", false},
    Colour{"ink", "#1a1e22", "#e8ebee"},
    Colour{"faint", "#565f69", "#a3adb8"},
    Colour{"alarm", "#b3261e", "#ff9a8f"},
    Colour{"caution", "#7d5300", "#f0c060"},
    Colour{"good", "#0b6b3a", "#6fd39b"},
    Colour{"s0", "#0a5c9e", "#6db8f2"},
    Colour{"s1", "#b04a00", "#ffa45c"},
    Colour{"s2", "#00705a", "#4fd6b0"},
    Colour{"s3", "#8f3674", "#f0a3d6"},
    Colour{"s4", "#6b5a00", "#efe07a"},
    Colour{"s5", "#3d4852", "#c3ccd6"},
};
inline constexpr int series_colours = 6;

// The variables for `selector` (":root" in a page, "svg" in a file of its own): light, dark where the reader's system
// is, light on paper.
std::string palette_css(std::string_view selector);

// What pictures are drawn with: classes of drawing.h.
std::string_view drawing_css();

// (L1 + 0.05) / (L2 + 0.05) of the relative luminances of two #rrggbb (WCAG 2.2, 1.4.3): 1 to 21.
double contrast(std::string_view a, std::string_view b);

}  // namespace gpupeak::svg
