// --help.
#include <fmt/format.h>

#include <utility>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "cli/process/exit_code.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

constexpr size_t screen_lines = 24, screen_columns = 80;

// "-v, --verbose", "--set S.A=V"
std::string left_column(const Accepted& option) {
  std::string text;
  for (const std::string& name : option.names) text += (text.empty() ? "" : ", ") + name;
  return option.value.empty() ? text : text + " " + option.value;
}

struct HelpLine {
  std::string text;
  bool short_option = false;  // of one line
};

std::vector<std::string> fitted(const std::string& text, size_t columns) {
  return text.size() <= columns ? std::vector{text} : wrapped(text, columns);
}

// Where a screen is too short for a line each, neighbouring options that fit stand side by side.
void share_lines(std::vector<HelpLine>& lines, size_t most) {
  for (size_t i = lines.size() - 1; i > 0 && lines.size() > most; --i) {
    if (!lines[i].short_option || !lines[i - 1].short_option ||
        lines[i - 1].text.size() + lines[i].text.size() > screen_columns)
      continue;
    lines[i - 1].text += lines[i].text;
    lines.erase(lines.begin() + static_cast<ptrdiff_t>(i));
  }
}

// As many to a line as it holds.
std::string exit_code_lines() {
  std::string text, line;
  for (const ExitCodeRow& row : exit_codes) {
    const std::string one = fmt::format("  {} {}", static_cast<int>(row.id), row.text);
    if (line.size() + one.size() > screen_columns) text += std::exchange(line, "") + "\n";
    line += one;
  }
  return text + line + "\n";
}

}  // namespace

std::string overview_help() {
  std::string text =
      "gpupeak: how fast this device is, how fast it could be, and why there is a gap\n"
      "Usage: gpupeak COMMAND [OPTIONS]    gpupeak help COMMAND    gpupeak --version\n";
  for (const Command* command : commands()) text += fmt::format("  {:<10} {}\n", command->name, command->summary);
  text += "Exit codes\n" + exit_code_lines();
  text +=
      "Examples\n"
      "  gpupeak run                                   measure this machine in a minute\n"
      "  gpupeak run matmul --set matmul.n=1k-4k*2     one suite, other sizes\n"
      "  gpupeak compare before/ after/                what became faster or slower\n";
  return text;
}

std::string command_help(const Command& command) {
  constexpr size_t title_and_examples = 6;
  std::string usage = fmt::format("Usage: gpupeak {}", command.name);
  std::vector<HelpLine> lines;
  for (const Accepted& one : accepted(command)) {
    if (one.positional) usage += " " + usage_of(one);
    if (one.help || one.description.empty()) continue;
    const std::string left = fmt::format("  {:<18} ", left_column(one));
    const std::vector<std::string> rows = fitted(one.description, screen_columns - left.size());
    lines.push_back({left + rows.front(), !one.positional && rows.size() == 1});
    for (size_t i = 1; i < rows.size(); ++i) lines.push_back({std::string(left.size(), ' ') + rows[i]});
  }
  const bool roomy = lines.size() + title_and_examples <= screen_lines;
  const std::string title = roomy ? fmt::format("{}\n", command.summary) : "";
  share_lines(lines, screen_lines - title_and_examples + 1);
  std::string text = fmt::format("{}{} [OPTIONS]\n", title, usage);
  for (const HelpLine& line : lines) text += line.text + "\n";
  return fmt::format("{}Examples\n{}", text, command.examples);
}

}  // namespace gpupeak::cli
