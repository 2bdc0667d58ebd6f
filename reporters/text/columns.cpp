// How many columns a sign takes in a terminal. Ranges follow Unicode 15: general categories Mn, Me and Cf take none;
// East Asian Width W and F take two.
#include <algorithm>
#include <array>

#include "core/utf8.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

struct Range {
  char32_t first, last;
};

// The blocks that names and reasons can meet, not every single mark of every script.
constexpr std::array
    no_columns{
        Range{0x0300, 0x036F},  // combining diacritical marks
        Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
        Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
        Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F},  // zero-width space to right-to-left mark
        Range{0x202A, 0x202E}, Range{0x2060, 0x206F}, Range{0x20D0, 0x20FF},
        Range{0xFE00, 0xFE0F},  // variation selectors
        Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xE0000, 0xE0FFF},
    };
constexpr std::array two_columns{
    Range{0x1100, 0x115F},  // Hangul Jamo
    Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},
    Range{0x2648, 0x2653},   Range{0x26A1, 0x26A1},   Range{0x2705, 0x2705},   Range{0x274C, 0x274C},
    Range{0x2753, 0x2755},   Range{0x2795, 0x2797},   Range{0x2B1B, 0x2B1C},   Range{0x2B50, 0x2B50},
    Range{0x2E80, 0x303E},  // CJK radicals and punctuation
    Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},  // pictographs and emoji
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x1FA70, 0x1FAFF}, Range{0x20000, 0x3FFFD},
};

bool within(const auto& ranges, char32_t c) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t v, const Range& r) { return v < r.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

}  // namespace

int columns(char32_t c) {
  if (c < 0x300) return 1;
  return within(no_columns, c) ? 0 : within(two_columns, c) ? 2 : 1;
}

size_t columns(std::string_view text) {
  size_t sum = 0;
  while (!text.empty()) {
    const std::optional<char32_t> c = take_code_point(text);
    sum += static_cast<size_t>(c ? columns(*c) : 1);
  }
  return sum;
}

}  // namespace gpupeak
