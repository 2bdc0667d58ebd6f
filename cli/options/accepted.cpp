#include "cli/options/accepted.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace gpupeak::cli {
namespace {

Accepted accepted_described(const CLI::Option& option) {
  Accepted one;
  one.positional = option.get_positional();
  if (one.positional) one.names = {option.get_name(true)};
  for (const std::string& name : option.get_snames()) one.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) one.names.push_back("--" + name);
  if (!one.positional && option.get_expected_max() > 0) one.value = option.get_type_name();
  one.description = option.get_description();
  one.required = option.get_required();
  one.repeats = option.get_expected_max() > 1;
  return one;
}

}  // namespace

std::vector<Accepted> accepted(const Command& command) {
  CLI::App app{std::string(command.summary), std::string(command.name)};
  const Execute keeps_options = declare(command, app);
  std::vector<Accepted> all;
  for (const CLI::Option* option : app.get_options()) {
    all.push_back(accepted_described(*option));
    all.back().help = option == app.get_help_ptr();
  }
  return all;
}

std::string usage_of(const Accepted& positional) {
  const std::string name = positional.key() + (positional.repeats ? "..." : "");
  return positional.required ? name : "[" + name + "]";
}

}  // namespace gpupeak::cli
