// What a user writes after `--set suite.axis=`: lists 1k,2k,4k and ranges 512-8192*2, 1-9+2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "method/suite.h"

namespace gpupeak {

inline constexpr size_t most_axis_values = 10000;
inline constexpr size_t most_axis_text = 1 << 16;  // bytes

// Counts come back as plain numbers, sizes with their unit as written when exact ("64KiB"), words unchanged; no value
// twice. Throws std::invalid_argument: which piece of the text is wrong and what was expected.
std::vector<std::string> parse_axis_values(std::string_view text, AxisKind kind);

}  // namespace gpupeak
