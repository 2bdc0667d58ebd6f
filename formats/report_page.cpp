// A report as an element of a page, and out of it again.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "formats/error.h"
#include "formats/report_json.h"

namespace gpupeak {
namespace {

constexpr std::string_view opening = "<script type=\"application/json\" id=\"gpupeak-report\">";
constexpr std::string_view closing = "</script>";
constexpr size_t page_cases = 10'000, page_samples = 1'000'000;
constexpr std::string_view remedy = "name the report.json of that run, or write it again with 'gpupeak run --out DIR'";

bool is_page(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

// The code point that `text`, which is UTF-8, begins with, where it is one of those that turn a line round or cannot be
// seen (U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF); each takes three bytes. 0 for all others.
uint32_t unseen(std::string_view text) {
  if (text.size() < 3 || (text[0] != '\xe2' && text[0] != '\xef')) return 0;
  const auto bits = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])) & 0x3f; };
  const uint32_t code = (bits(0) & 0xf) << 12 | bits(1) << 6 | bits(2);
  const bool turns = (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
                     (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
  return turns ? code : 0;
}

}  // namespace

bool fits_a_page(const Report& report) {
  size_t samples = 0;
  for (const Measurement& m : report.measurements) samples += m.samples.size();
  return report.measurements.size() <= page_cases && samples <= page_samples;
}

void write_embedded_report(const Report& report, std::ostream& out) {
  const std::string json = write_report(report);
  out << opening << '\n';
  bool line_begins = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (line_begins && c == ' ') continue;  // a JSON string holds no line break, so this is indentation
    line_begins = c == '\n';
    if (const uint32_t code = unseen(std::string_view(json).substr(i)))
      out << fmt::format("\\u{:04x}", code), i += 2;
    else if (c == '<')
      out << "\\u003c";
    else
      out << c;
  }
  out << closing << '\n';
}

std::string report_text(std::string text, std::string_view name) {
  if (!is_page(text)) return text;
  const size_t start = text.find(opening);
  if (start == std::string::npos)
    throw FormatError(
        fmt::format("{}: is a page without a report in it, as gate.html and those of 'compare' are; name the "
                    "report.html or report.json of that run",
                    name));
  const size_t begin = start + opening.size(), end = text.find(closing, begin);
  if (end == std::string::npos)
    throw FormatError(fmt::format("{}: the report in this page has no end, the file is cut short; {}", name, remedy));
  if (text.find(opening, end) != std::string::npos)
    throw FormatError(fmt::format("{}: there are two reports in this page; {}", name, remedy));
  std::string report(static_cast<size_t>(std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(begin), '\n')),
                     '\n');
  return report.append(text, begin, end - begin);
}

}  // namespace gpupeak
