#include "cli/options/parse.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "cli/process/errors.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

const Command& command_named(const std::string& name) {
  std::vector<std::string> known;
  for (const Command* command : commands()) {
    if (command->name == name) return *command;
    known.emplace_back(command->name);
  }
  if (name.starts_with("-"))
    throw UsageError(
        fmt::format("unknown option '{}' before a command; options follow it: gpupeak run {}", name, name));
  throw UsageError(fmt::format("unknown command '{}'{}", name, suggestion(name, known)));
}

// What CLI11 could not place: an option nobody knows, or one argument too many.
[[noreturn]] void reject_extra(const CLI::App& app, const std::string& command) {
  const std::vector<std::string> left = app.remaining();
  const std::string extra = left.empty() ? std::string() : left.front();
  if (!extra.starts_with("-")) throw UsageError(fmt::format("{}: unexpected argument '{}'", command, extra));
  const std::string name = extra.substr(0, extra.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& known_name : option->get_lnames()) known.push_back("--" + known_name);
  throw UsageError(fmt::format("{}: unknown option '{}'{}", command, name, suggestion(name, known)));
}

std::vector<PassedOption> passed_to(const CLI::App& app) {
  std::vector<PassedOption> all;
  for (const CLI::Option* option : app.get_options()) {
    if (option->count() == 0) continue;
    const bool flag = option->get_expected_max() == 0;
    all.push_back({.name = option->get_name(option->get_positional()),
                   .group = option->get_group(),
                   .positional = option->get_positional(),
                   .flag = flag,
                   .values = flag ? std::vector<std::string>() : option->results()});
    if (!option->get_lnames().empty()) all.back().name = "--" + option->get_lnames().front();
  }
  return all;
}

// Where a script's variable was empty, the default is not what its author meant.
void reject_empty(const std::string& command, const std::vector<PassedOption>& all) {
  for (const PassedOption& one : all)
    if (!one.positional && std::ranges::count(one.values, "") > 0)
      throw UsageError(fmt::format("{}: {} is given an empty value; leave it out for its default", command, one.name));
}

// "--rules=", for which CLI11 would take the next word.
void reject_bare_equals(const std::string& command, const std::vector<std::string>& args) {
  for (const std::string& arg : args) {
    if (arg == "--") return;
    if (arg.starts_with("--") && arg.find('=') == arg.size() - 1)
      reject_empty(command, {{.name = arg.substr(0, arg.size() - 1), .group = "", .values = {""}}});
  }
}

Parsed parse_command(const Command& command, const std::vector<std::string>& words) {
  Parsed parsed;
  const std::string name(command.name);
  CLI::App app{std::string(command.summary), name};
  parsed.execute = declare(command, app);
  reject_bare_equals(name, words);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the back
  } catch (const CLI::CallForHelp&) {
    parsed.text = command_help(command);
  } catch (const CLI::ExtrasError&) {
    reject_extra(app, name);
  } catch (const CLI::ParseError& error) {
    throw UsageError(fmt::format("{}: {}; see gpupeak {} --help", name, error.what(), name));
  }
  parsed.call.passed = passed_to(app);
  reject_empty(name, parsed.call.passed);
  return parsed;
}

std::string help_on(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == help_word || words[0] == "--help" || words[0] == "-h") return overview_help();
  const Command& command = command_named(words[0]);
  if (words.size() > 1)
    throw UsageError(fmt::format("{}: unexpected argument '{}'; try gpupeak help {}", help_word, words[1], words[0]));
  return command_help(command);
}

}  // namespace

Parsed parse(const std::vector<std::string>& args, const std::string& version) {
  if (args.empty()) throw UsageError("a command is missing; try gpupeak run, or gpupeak --help");
  if (args[0] == "--help" || args[0] == "-h") return {.text = overview_help(), .call = {}};
  if (args[0] == help_word) return {.text = help_on({args.begin() + 1, args.end()}), .call = {}};
  if (args[0] == "--version" || args[0] == "-V") return {.text = version, .call = {}};
  Parsed parsed = parse_command(command_named(args[0]), {args.begin() + 1, args.end()});
  parsed.call.args = args;
  return parsed;
}

}  // namespace gpupeak::cli
