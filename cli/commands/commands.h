// The TABLE of commands: parsing, help and the choice of one derive from it. One file per command.
#pragma once

#include <span>
#include <string_view>

#include "cli/cli.h"
#include "cli/options/options.h"

namespace CLI {
class App;
}

namespace gpupeak::cli {

struct Command {
  std::string_view name;
  std::string_view summary;
  std::string_view examples;  // three lines
  void (*declare)(CLI::App&, Options&);
  ExitCode (*execute)(const Options&, Environment&);
};

extern const Command run_command, list_command, info_command, specs_command, report_command, compare_command,
    gate_command, baseline_command, noise_command, trend_command, doctor_command, completion_command;

std::span<const Command* const> commands();

}  // namespace gpupeak::cli
