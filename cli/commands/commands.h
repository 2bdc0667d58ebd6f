// The TABLE of commands, what one is and what it is called with: a file each, in this folder. Its options are a struct
// of its own, in its own file; --help, completions and the man page are read back from what it declared
// (options/accepted.h).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/process/environment.h"
#include "cli/process/exit_code.h"

namespace CLI {
class App;
}

namespace gpupeak::cli {

// One option as it was given.
struct PassedOption {
  std::string name;  // "--set"; a positional's plain name
  std::string group;
  bool positional = false;
  bool flag = false;
  std::vector<std::string> values;
};

struct Invocation {
  std::vector<std::string> args;  // all of them, as written
  std::vector<PassedOption> passed;

  // As a report keeps it: with the program's name.
  std::vector<std::string> argv() const;
  // Whether "--out" and the like stood on the command line, default or not.
  bool given(std::string_view name) const;
  // What was given, as arguments of a fresh process, but for the options of these names.
  std::vector<std::string> passed_on(std::span<const std::string_view> but_for) const;
};

using Execute = std::function<ExitCode(const Invocation&, Environment&)>;

struct Command {
  std::string_view name;
  std::string_view summary;
  std::string_view examples;      // three lines
  Execute (*declare)(CLI::App&);  // its options, and what to do with them once they are parsed
};

// Command::declare of a command whose options are an Options.
template <class Options, void (*declare)(CLI::App&, Options&),
          ExitCode (*execute)(const Options&, const Invocation&, Environment&)>
Execute bound(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  declare(app, *options);
  return [options](const Invocation& call, Environment& environment) { return execute(*options, call, environment); };
}

// All that it accepts, --help included.
Execute declare(const Command&, CLI::App&);

extern const Command run_command, list_command, info_command, specs_command, report_command, compare_command,
    gate_command, baseline_command, noise_command, trend_command, doctor_command, completion_command;

std::span<const Command* const> commands();

}  // namespace gpupeak::cli
