#include "reporters/svg/palette.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gpupeak::svg {
namespace {

std::string variables(std::string_view selector, bool dark) {
  std::string css = fmt::format("{}{{", selector);
  for (const Colour& colour : palette) css += fmt::format("--{}:{};", colour.name, dark ? colour.dark : colour.light);
  return css + "}";
}

// Of one channel, 0 to 255 (sRGB, IEC 61966-2-1).
double linear_light(int channel) {
  const double v = channel / 255.0;
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double luminance(std::string_view colour) {
  double light = 0;
  constexpr std::array shares{0.2126, 0.7152, 0.0722};  // of red, green and blue
  for (size_t i = 0; i < shares.size(); ++i) {
    const std::string_view digits = colour.substr(1 + 2 * i, 2);
    int channel = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), channel, 16);
    light += shares[i] * linear_light(channel);
  }
  return light;
}

}  // namespace

std::string palette_css(std::string_view selector) {
  const std::string light = variables(selector, false);
  return fmt::format("{}\n@media (prefers-color-scheme:dark){{{}}}\n@media print{{{}}}\n", light,
                     variables(selector, true), light);
}

std::string_view drawing_css() {
  return R"(svg[role=img]{max-width:480px}
svg text{font:12px system-ui,sans-serif;fill:var(--ink);paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
svg .faint{fill:var(--faint)}svg .small{font-size:11px}svg .strong{font-weight:600}
svg .ground{fill:var(--ground)}svg .panel{fill:var(--panel)}
svg .grid{stroke:var(--rule);stroke-width:1}svg .axis{stroke:var(--faint);stroke-width:1}
svg .limit{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 3}svg .band{fill:var(--rule);opacity:.55}
svg .ring{fill:var(--ground);stroke:var(--faint);stroke-width:1.5}
svg .open{fill:none}svg .on{fill:var(--ground);stroke:none}svg .stripe{stroke:var(--ground);stroke-width:2}svg .segment{stroke:var(--ground);stroke-width:1}svg .dashes{stroke-dasharray:6 4}svg .dots{stroke-dasharray:1 3}
svg .line{fill:none;stroke-width:2}svg .thick{stroke-width:4;opacity:.55}
svg .f0{fill:var(--s0)}svg .f1{fill:var(--s1)}svg .f2{fill:var(--s2)}svg .f3{fill:var(--s3)}svg .f4{fill:var(--s4)}svg .f5{fill:var(--s5)}
svg .l0{stroke:var(--s0)}svg .l1{stroke:var(--s1)}svg .l2{stroke:var(--s2)}svg .l3{stroke:var(--s3)}svg .l4{stroke:var(--s4)}svg .l5{stroke:var(--s5)}
svg .alarm{fill:var(--alarm)}svg .good{fill:var(--good)}
)";
}

double contrast(std::string_view a, std::string_view b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace gpupeak::svg
