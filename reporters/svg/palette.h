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

// Series start from hues of Okabe and Ito (Color Universal Design, 2008) and are dark and light in turn, so that
// neighbours differ on grey paper too: by a search for the largest least distance between any two as people see them
// who lack a kind of cones (palette_test.cpp), at a contrast of 4.5.
inline constexpr std::array palette{
    Colour{"ground", "#ffffff", "#14171a", false},
    Colour{"panel", "#f5f6f7", "#1e2327", false},
    Colour{"rule", "#d0d5da", "#3a424a", false},
    Colour{"ink", "#1a1e22", "#e8ebee"},
    Colour{"faint", "#565f69", "#a3adb8"},
    Colour{"alarm", "#b3261e", "#ff9a8f"},
    Colour{"caution", "#7d5300", "#f0c060"},
    Colour{"good", "#0b6b3a", "#6fd39b"},
    Colour{"s0", "#0c347f", "#6eb3f0"},
    Colour{"s1", "#b84e13", "#ffcb97"},
    Colour{"s2", "#0b4a3a", "#2fac92"},
    Colour{"s3", "#ab5280", "#f4bee8"},
    Colour{"s4", "#563600", "#cd9633"},
    Colour{"s5", "#675a92", "#e5eff2"},
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
