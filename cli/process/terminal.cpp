#include "cli/process/terminal.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "cli/options/choices.h"
#include "cli/options/values.h"
#include "core/text.h"
#include "reporters/text/escape.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

bool color(const Environment& environment, const std::string& when) {
  one_of("--color", when, choices("--color"));
  if (when != "auto") return when == "always";
  if (!variable(environment, "NO_COLOR").empty()) return false;  // no-color.org: any text but none
  const std::string force = variable(environment, "CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return environment.out_is_terminal && variable(environment, "TERM") != "dumb";
}

// The first that is set decides, as in setlocale(3).
bool speaks_utf8(const Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value = variable(environment, name);
    if (value.empty()) continue;
    std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return std::tolower(c); });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace

std::string variable(const Environment& environment, const char* name) {
  const char* value = environment.getenv ? environment.getenv(name) : nullptr;
  return value ? value : "";
}

Style style_of(const Environment& environment, const std::string& when, const std::string& csv) {
  one_of("--csv", csv, choices("--csv"));
  Style style;
  style.color = color(environment, when);
  style.width = environment.width;
  style.unicode = speaks_utf8(environment);
  style.long_rows = csv == "long";
  return style;
}

int page_width(std::optional<int> terminal, const char* columns_variable) {
  if (terminal) return *terminal;
  constexpr int narrowest = 20, widest = 10000;
  const std::string_view text = columns_variable ? columns_variable : "";
  int asked = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), asked);
  const bool usable = error == std::errc() && end == text.data() + text.size() && asked >= narrowest && asked <= widest;
  return usable ? asked : default_width;
}

bool wants_bar(const Environment& environment) {
  return environment.err_is_terminal && variable(environment, "TERM") != "dumb" && variable(environment, "CI").empty();
}

namespace {

// Two paths of the length that Linux allows would not fit, but whoever has such has seen enough of them.
constexpr size_t most_of_the_head = 1500, most_of_the_tail = 500;

}  // namespace

std::string one_line(std::string_view text) {
  return without_commands(harmless(shortened(text, most_of_the_head, most_of_the_tail)));
}

void say(std::ostream& err, std::string_view text) { err << one_line(text) << '\n'; }

}  // namespace gpupeak::cli
