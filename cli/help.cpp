#include "cli/help.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/exit_code.h"

namespace gpupeak::cli {
namespace {

// "-v, --verbose", "--set S.A=V"
std::string left_column(const CLI::Option& option) {
  std::string text;
  for (const std::string& name : option.get_snames()) text += "-" + name + ", ";
  for (const std::string& name : option.get_lnames()) text += "--" + name + ", ";
  text.resize(text.size() - 2);
  if (option.get_expected_max() > 0) text += " " + option.get_type_name();
  return text;
}

std::string usage_of(const CLI::Option& positional) {
  const std::string dots = positional.get_expected_max() > 1 ? "..." : "";
  const std::string name = positional.get_name(true) + dots;
  return positional.get_required() ? name : "[" + name + "]";
}

}  // namespace

std::string overview_help() {
  std::string text =
      "gpupeak: how fast this device is, how fast it could be, and why there is a gap\n"
      "Usage: gpupeak COMMAND [OPTIONS]    gpupeak COMMAND --help    gpupeak --version\n\n";
  for (const Command* command : commands()) text += fmt::format("  {:<9} {}\n", command->name, command->summary);
  text += "\nExit codes\n";
  for (const ExitCodeRow& row : exit_codes) text += fmt::format("  {:>3} {}\n", static_cast<int>(row.id), row.text);
  text +=
      "\nExamples\n"
      "  gpupeak run                                   measure this machine in a minute\n"
      "  gpupeak run matmul --set matmul.m=1k-4k*2     one suite, other sizes\n"
      "  gpupeak compare before/ after/                what became faster or slower\n";
  return text;
}

std::string command_help(const CLI::App& command, std::string_view examples) {
  constexpr int screen = 24, title_and_examples = 6;
  std::string usage = "Usage: gpupeak " + command.get_name();
  std::string lines;
  int count = 0;
  for (const CLI::Option* option : command.get_options()) {
    const bool positional = option->get_positional();
    if (positional) usage += " " + usage_of(*option);
    if (option == command.get_help_ptr() || option->get_description().empty()) continue;
    const std::string left = positional ? option->get_name(true) : left_column(*option);
    lines += fmt::format("  {:<18} {}\n", left, option->get_description());
    ++count;
  }
  const std::string title = count + title_and_examples <= screen ? command.get_description() + "\n" : "";
  return fmt::format("{}{} [OPTIONS]\n{}Examples\n{}", title, usage, lines, examples);
}

}  // namespace gpupeak::cli
