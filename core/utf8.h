// UTF-8, one code point at a time. JSON is UTF-8 by definition, but paths, arguments and device names are any bytes:
// what is not UTF-8 becomes U+FFFD.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gpupeak {

// Takes the first code point off `text`; nothing when its first byte starts no valid sequence (then that byte alone is
// taken). Overlong forms, surrogates and values beyond U+10FFFF are not valid. `text` must not be empty.
std::optional<char32_t> take_code_point(std::string_view& text);

// `bytes` unchanged when valid; otherwise every byte that starts no valid sequence is replaced. Idempotent.
std::string valid_utf8(std::string_view bytes);

}  // namespace gpupeak
