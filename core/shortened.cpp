#include "core/shortened.h"

namespace gpupeak {
namespace {

constexpr std::string_view ellipsis = "…";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string shortened(std::string_view text, size_t head, size_t tail) {
  if (text.size() <= head + tail + ellipsis.size()) return std::string(text);
  size_t begin = text.size() - tail;
  while (head > 0 && continues(text[head])) --head;
  while (begin < text.size() && continues(text[begin])) ++begin;
  return std::string(text.substr(0, head)) + std::string(ellipsis) + std::string(text.substr(begin));
}

}  // namespace gpupeak
