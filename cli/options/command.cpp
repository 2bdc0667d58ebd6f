#include "cli/options/command.h"

#include <CLI/App.hpp>
#include <algorithm>

namespace gpupeak::cli {

bool Invocation::given(std::string_view name) const {
  return std::ranges::find(passed, name, &PassedOption::name) != passed.end();
}

std::vector<std::string> Invocation::passed_on(std::span<const std::string_view> but_for) const {
  std::vector<std::string> again;
  for (const PassedOption& one : passed) {
    if (std::ranges::find(but_for, one.name) != but_for.end()) continue;
    if (one.flag) again.push_back(one.name);
    for (const std::string& value : one.values) again.push_back(one.positional ? value : one.name + "=" + value);
  }
  return again;
}

Execute declare(const Command& command, CLI::App& app) {
  app.set_help_flag("-h,--help", "this text");
  return command.declare(app);
}

}  // namespace gpupeak::cli
