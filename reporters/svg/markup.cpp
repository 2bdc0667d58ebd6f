#include "reporters/svg/markup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/utf8.h"
#include "reporters/text/text.h"

namespace gpupeak::svg {
namespace {

struct Entity {
  char sign;
  std::string_view text;
};
constexpr std::array entities{Entity{'&', "&amp;"}, Entity{'<', "&lt;"}, Entity{'>', "&gt;"}, Entity{'"', "&quot;"},
                              Entity{'\'', "&#39;"}};

std::string_view entity(char c) {
  for (const Entity& e : entities)
    if (e.sign == c) return e.text;
  return {};
}

}  // namespace

std::string escaped(std::string_view foreign) {
  std::string safe;
  std::string text = printable(foreign);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const std::optional<char32_t> c = take_code_point(rest);
    const std::string_view bytes = before.substr(0, before.size() - rest.size());
    if (c && (*c & 0xFFFE) == 0xFFFE)  // no character: XML has none of them
      safe += fmt::format("\\u{:04x}", static_cast<uint32_t>(*c));
    else if (const std::string_view name = entity(bytes.front()); !name.empty())
      safe += name;
    else
      safe += bytes;
  }
  return safe;
}

std::string cut(std::string_view foreign, size_t most) {
  std::string text = printable(foreign);
  if (columns(text) <= most) return text;
  std::string_view rest = text;
  size_t used = 0;
  while (!rest.empty()) {
    std::string_view next = rest;
    const std::optional<char32_t> c = take_code_point(next);
    used += static_cast<size_t>(c ? columns(*c) : 1);
    if (used + 1 > most) break;
    rest = next;
  }
  return text.substr(0, text.size() - rest.size()) + "…";
}

std::string cut_middle(std::string_view foreign, size_t most) {
  std::string text = printable(foreign);
  if (columns(text) <= most) return text;
  std::vector<std::pair<std::string_view, size_t>> signs;  // with the columns that each takes
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const std::optional<char32_t> c = take_code_point(rest);
    signs.emplace_back(before.substr(0, before.size() - rest.size()), static_cast<size_t>(c ? columns(*c) : 1));
  }
  const size_t room = most > 0 ? most - 1 : 0;
  std::string head, tail;
  size_t used = 0;
  for (const auto& [sign, width] : signs) {
    if (used + width > room - room / 2) break;
    head += sign, used += width;
  }
  for (auto sign = signs.rbegin(); sign != signs.rend() && used + sign->second <= room; ++sign)
    tail.insert(0, sign->first), used += sign->second;
  return head + "…" + tail;
}

std::string coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.2f}", std::clamp(value, -1e6, 1e6));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace gpupeak::svg
