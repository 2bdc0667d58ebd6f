// Well-formed sequences as in table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above
// U+10FFFF.
#include "formats/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gpupeak {
namespace {

// A lead byte's range, the bytes that follow it, and the narrower range of the first of them.
struct Lead {
  unsigned char first, last;
  size_t following;
  unsigned char second_first, second_last;
};
constexpr std::array leads{
    Lead{0x00, 0x7f, 0, 0x00, 0x00}, Lead{0xc2, 0xdf, 1, 0x80, 0xbf}, Lead{0xe0, 0xe0, 2, 0xa0, 0xbf},
    Lead{0xe1, 0xec, 2, 0x80, 0xbf}, Lead{0xed, 0xed, 2, 0x80, 0x9f}, Lead{0xee, 0xef, 2, 0x80, 0xbf},
    Lead{0xf0, 0xf0, 3, 0x90, 0xbf}, Lead{0xf1, 0xf3, 3, 0x80, 0xbf}, Lead{0xf4, 0xf4, 3, 0x80, 0x8f},
};

// Length of the valid sequence at the start of `bytes`, 0 when there is none.
size_t sequence_length(std::string_view bytes) {
  auto at = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (const Lead& lead : leads) {
    if (at(0) < lead.first || at(0) > lead.last) continue;
    if (bytes.size() <= lead.following) return 0;
    for (size_t i = 1; i <= lead.following; ++i) {
      const unsigned char low = i == 1 ? lead.second_first : 0x80;
      const unsigned char high = i == 1 ? lead.second_last : 0xbf;
      if (at(i) < low || at(i) > high) return 0;
    }
    return lead.following + 1;
  }
  return 0;
}

}  // namespace

std::string valid_utf8(std::string_view bytes) {
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(bytes.begin(), bytes.end(), ascii)) return std::string(bytes);
  std::string valid;
  valid.reserve(bytes.size());
  while (!bytes.empty()) {
    const size_t length = sequence_length(bytes);
    if (length == 0)
      valid += "\xef\xbf\xbd";
    else
      valid += bytes.substr(0, length);
    bytes.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

}  // namespace gpupeak
