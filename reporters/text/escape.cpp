#include "reporters/text/escape.h"

#include <algorithm>
#include <utility>

#include "reporters/text/text.h"

namespace gpupeak {
namespace {

constexpr bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }

struct Replacement {
  std::string_view sign, by;
};

// Replaces every sign of the table; longer signs stand before shorter ones that they begin with.
template <size_t N>
std::string replaced(std::string_view text, const Replacement (&table)[N]) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (size_t i = 0; i < text.size();) {
    const auto found =
        std::ranges::find_if(table, [&](const Replacement& r) { return text.substr(i).starts_with(r.sign); });
    if (found == std::end(table)) {
      out += text[i++];
      continue;
    }
    out += found->by;
    i += found->sign.size();
  }
  return out;
}

// clang-format off
constexpr Replacement in_json[] = {{"\"", "\\\""}, {"\\", "\\\\"}};
constexpr Replacement in_xml[] = {
    {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&apos;"},
    {"\xEF\xBF\xBE", "\\ufffe"}, {"\xEF\xBF\xBF", "\\uffff"},  // not characters of XML 1.0
};
// The signs of CommonMark's inlines, of GitHub's tables and strikethrough, and what begins links there.
constexpr Replacement in_markdown[] = {
    {"&", "&amp;"}, {"<", "&lt;"},  {">", "&gt;"},  {"\"", "&quot;"}, {"'", "&#39;"}, {"`", "&#96;"}, {"*", "&#42;"},
    {"_", "&#95;"}, {"[", "&#91;"}, {"]", "&#93;"}, {"(", "&#40;"},   {")", "&#41;"}, {"|", "&#124;"}, {"\\", "&#92;"},
    {"~", "&#126;"}, {"$", "&#36;"}, {"#", "&#35;"}, {"@", "&#64;"},  {"!", "&#33;"}, {"://", "&#58;//"},
    {"::", "&#58;&#58;"}, {"www.", "www&#46;"},
};
constexpr Replacement in_label[] = {{"\\", "\\\\"}, {"\"", "\\\""}, {"#", "\\\\x23"}};
// The older form of a command, ##[error], is looked for anywhere in a line.
constexpr Replacement in_message[] = {{"%", "%25"}, {"\r", "%0D"}, {"\n", "%0A"}, {"##[", "# #["}};
constexpr Replacement in_property[] = {{"%", "%25"}, {"\r", "%0D"}, {"\n", "%0A"}, {":", "%3A"}, {",", "%2C"}, {"##[", "# #["}};
// clang-format on

}  // namespace

std::string harmless(std::string_view foreign) {
  return std::ranges::all_of(foreign, is_plain) ? std::string(foreign) : printable(foreign);
}

std::string json_text(std::string_view foreign) {
  const bool simple = std::ranges::all_of(foreign, [](char c) { return is_plain(c) && c != '"' && c != '\\'; });
  return simple ? std::string(foreign) : replaced(harmless(foreign), in_json);
}

std::string xml_text(std::string_view foreign) { return replaced(harmless(foreign), in_xml); }

std::string markdown_code(std::string_view foreign, size_t longest) {
  const std::string text = harmless(foreign);
  const std::string_view start = start_of_text(text, longest);
  return "<code>" + replaced(start, in_markdown) + (start.size() < text.size() ? "…" : "") + "</code>";
}

std::string sql_text(std::string_view foreign) {
  const std::string text = harmless(foreign);
  std::string quoted = "'";
  for (const char c : start_of_text(text, longest_sql_text))
    quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + '\'';
}

std::string label_text(std::string_view foreign) { return replaced(harmless(foreign), in_label); }

std::string workflow_message(std::string_view foreign) { return replaced(harmless(foreign), in_message); }
std::string workflow_property(std::string_view foreign) { return replaced(harmless(foreign), in_property); }

std::string_view start_of_text(std::string_view text, size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  size_t end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace gpupeak
