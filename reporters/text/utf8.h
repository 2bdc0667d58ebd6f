// UTF-8 one code point at a time, and how many terminal columns each takes: tables are aligned by columns, not by
// bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gpupeak {

// Takes the first code point off `text`; nothing when its first byte starts no valid sequence (then that byte alone is
// taken). Overlong forms, surrogates and values beyond U+10FFFF are not valid. `text` must not be empty.
std::optional<char32_t> take_code_point(std::string_view& text);

// 0 for combining marks and other invisible ones, 2 for East Asian wide characters and emoji, else 1.
int columns(char32_t);

// Columns that a text takes in a terminal; a byte that is not UTF-8 counts 1.
size_t columns(std::string_view);

}  // namespace gpupeak
