#include "cli/commands/commands.h"

#include <CLI/App.hpp>
#include <algorithm>
#include <array>

namespace gpupeak::cli {
namespace {

constexpr std::array<const Command*, 12> commands_table{
    &run_command,  &list_command,     &info_command,  &specs_command, &report_command, &compare_command,
    &gate_command, &baseline_command, &noise_command, &trend_command, &doctor_command, &completion_command,
};

}  // namespace

std::span<const Command* const> commands() { return commands_table; }

std::vector<std::string> Invocation::argv() const {
  std::vector<std::string> all{"gpupeak"};
  all.insert(all.end(), args.begin(), args.end());
  return all;
}

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
