#include "cli/options/options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/options/declare.h"
#include "cli/options/help.h"
#include "cli/process/errors.h"
#include "core/nearest.h"

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

std::vector<PassedOption> given_to(const CLI::App& app) {
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

void parse_command(const Command& command, std::vector<std::string> args, Options& options) {
  const std::string name(command.name);
  CLI::App app{std::string(command.summary), name};
  declare(command, app, options);
  reject_bare_equals(name, args);
  try {
    std::reverse(args.begin(), args.end());  // CLI11 takes them from the back
    app.parse(std::move(args));
  } catch (const CLI::CallForHelp&) {
    options.text = command_help(command);
  } catch (const CLI::ExtrasError&) {
    reject_extra(app, name);
  } catch (const CLI::ParseError& error) {
    throw UsageError(fmt::format("{}: {}; see gpupeak {} --help", name, error.what(), name));
  }
  options.passed = given_to(app);
  reject_empty(name, options.passed);
}

}  // namespace

bool given(const Options& options, std::string_view name) {
  return std::ranges::any_of(options.passed, [&](const PassedOption& one) { return one.name == name; });
}

std::vector<std::string> passed_on(const std::vector<PassedOption>& passed, std::span<const std::string_view> but_for) {
  std::vector<std::string> args;
  for (const PassedOption& one : passed) {
    if (std::ranges::find(but_for, one.name) != but_for.end()) continue;
    if (one.flag) args.push_back(one.name);
    for (const std::string& value : one.values) args.push_back(one.positional ? value : one.name + "=" + value);
  }
  return args;
}

Options parse(const std::vector<std::string>& args, const std::string& version) {
  Options options;
  options.args = args;
  if (args.empty()) throw UsageError("a command is missing; try gpupeak run, or gpupeak --help");
  if (args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
    options.text = overview_help();
  } else if (args[0] == "--version" || args[0] == "-V") {
    options.text = version;
  } else {
    options.command = &command_named(args[0]);
    parse_command(*options.command, {args.begin() + 1, args.end()}, options);
  }
  return options;
}

}  // namespace gpupeak::cli
