#include "core/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gpupeak {

std::optional<char32_t> take_code_point(std::string_view& text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const size_t length = lead < 0x80                   ? 1
                        : lead >= 0xF0 && lead < 0xF8 ? 4
                        : lead >= 0xE0 && lead < 0xF0 ? 3
                        : lead >= 0xC0 && lead < 0xE0 ? 2
                                                      : 0;
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};

  char32_t c = length <= 1 ? lead : lead & (0x7Fu >> length);
  bool valid = length > 0 && length <= text.size();
  for (size_t i = 1; valid && i < length; ++i) {
    valid = (byte(i) & 0xC0) == 0x80;
    c = (c << 6) | (byte(i) & 0x3Fu);
  }
  valid = valid && c >= smallest[length] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
  text.remove_prefix(valid ? length : 1);
  return valid ? std::optional(c) : std::nullopt;
}

std::string valid_utf8(std::string_view bytes) {
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(bytes.begin(), bytes.end(), ascii)) return std::string(bytes);
  std::string valid;
  valid.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::string_view before = bytes;
    if (take_code_point(bytes))
      valid += before.substr(0, before.size() - bytes.size());
    else
      valid += "\xef\xbf\xbd";
  }
  return valid;
}

}  // namespace gpupeak
