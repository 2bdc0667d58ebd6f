// Making foreign text harmless and fitting it into lines.
#include "reporters/text/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/utf8.h"

namespace gpupeak {
namespace {

bool steers_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x00AD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

std::string escape(char32_t c) {
  const auto code = static_cast<uint32_t>(c);
  return code < 0x80      ? fmt::format("\\x{:02x}", code)
         : code < 0x10000 ? fmt::format("\\u{:04x}", code)
                          : fmt::format("\\U{:08x}", code);
}

// Signs that gpupeak itself writes.
constexpr std::array<std::pair<char32_t, std::string_view>, 10> likenesses{{
    {U'×', "x"},
    {U'·', "-"},
    {U'±', "+-"},
    {U'µ', "u"},
    {U'μ', "u"},
    {U'–', "-"},
    {U'—', "-"},
    {U'…', "..."},
    {U'≤', "<="},
    {U'≥', ">="},
}};

std::string ascii(char32_t c) {
  const auto like =
      std::find_if(likenesses.begin(), likenesses.end(), [&](const auto& pair) { return pair.first == c; });
  return like == likenesses.end() ? escape(c) : std::string(like->second);
}

std::string cleaned(std::string_view text, bool unicode) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const std::optional<char32_t> c = take_code_point(text);
    if (!c)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(before.front()));
    else if (*c == '\n' || *c == '\t' || *c == '\r')
      out += ' ';
    else if (steers_terminal(*c))
      out += escape(*c);
    else if (*c < 0x80 || unicode)
      out += before.substr(0, before.size() - text.size());
    else
      out += ascii(*c);
  }
  return out;
}

// What .NET trims off a line, and with it GitHub's runner.
bool is_blank(char32_t c) {
  return c == ' ' || c == 0x00A0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// The longest start of `text` that takes at most `width` columns, never less than one character.
std::string_view start_of(std::string_view text, size_t width) {
  std::string_view rest = text;
  size_t used = 0;
  while (!rest.empty()) {
    std::string_view next = rest;
    const std::optional<char32_t> c = take_code_point(next);
    used += static_cast<size_t>(c ? columns(*c) : 1);
    if (used > width && rest.size() < text.size()) break;
    rest = next;
  }
  return text.substr(0, text.size() - rest.size());
}

// Where a word is cut: behind the last `/` in reach, as ids and paths have them, else where the line ends; what is left
// of it must not begin a line as a command does.
std::string_view cut_off(std::string_view word, size_t width) {
  std::string_view part = start_of(word, width);
  if (const size_t slash = part.find_last_of('/'); slash != std::string_view::npos) part = part.substr(0, slash + 1);
  const size_t used = columns(part);
  return word.substr(part.size()).starts_with("::") && used > 1 ? start_of(word, used - 1) : part;
}

}  // namespace

std::string printable(std::string_view foreign) { return cleaned(foreign, true); }
std::string shown(std::string_view foreign, const Style& style) {
  return without_commands(cleaned(foreign, style.unicode));
}

std::string without_commands(std::string_view text) {
  if (text.find("::") == std::string_view::npos && text.find("##") == std::string_view::npos) return std::string(text);
  std::string out;
  char32_t before = ' ';
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view here = rest;
    const char32_t c = take_code_point(rest).value_or(U'?');
    const bool begins = c == ':' && rest.starts_with(':') && (is_blank(before) || before == ':');
    const bool old_form = c == '#' && before == '#';
    out += begins || old_form ? escape(c) : std::string(here.substr(0, here.size() - rest.size()));
    before = c;
  }
  return out;
}

std::vector<std::string> wrapped(std::string_view text, size_t width) {
  width = std::max<size_t>(width, 1);
  std::vector<std::string> lines(1);
  size_t used = 0;
  while (!text.empty()) {
    const size_t start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    size_t needed = columns(word);
    if (used > 0 && used + 1 + needed > width) lines.emplace_back(), used = 0;
    if (used > 0) lines.back() += ' ', ++used;
    while (needed > width) {
      const std::string_view part = cut_off(word, width);
      lines.back() += part;
      lines.emplace_back();
      word.remove_prefix(part.size());
      needed -= columns(part);
    }
    lines.back() += word;
    used += needed;
  }
  if (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string inked(std::string_view text, Ink ink, const Style& style) {
  constexpr std::array<std::string_view, 6> codes{"", "1", "2", "36", "33", "31"};
  const std::string_view code = codes[static_cast<size_t>(ink)];
  if (!style.color || code.empty() || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

const Glyphs& glyphs(const Style& style) {
  static constexpr Glyphs unicode{.dot = " · ",
                                  .rule = "─",
                                  .plus_minus = "±",
                                  .times = "×",
                                  .dash = "–",
                                  .bar_full = "━",
                                  .bar_half = "╾",
                                  .bar_empty = "─"};
  static constexpr Glyphs plain{.dot = " - ",
                                .rule = "-",
                                .plus_minus = "+-",
                                .times = "x",
                                .dash = "-",
                                .bar_full = "#",
                                .bar_half = "",
                                .bar_empty = "."};
  return style.unicode ? unicode : plain;
}

void write_wrapped(std::ostream& out, std::string_view first, std::string_view text, const Style& style, Ink ink) {
  const size_t indent = columns(first);
  const size_t width = static_cast<size_t>(std::max(style.width, 1));
  std::string_view lead = first;
  const std::string spaces(indent, ' ');
  for (const std::string& line : wrapped(text, width > indent + 20 ? width - indent : 20)) {
    out << lead << inked(line, ink, style) << '\n';
    lead = spaces;
  }
}

}  // namespace gpupeak
