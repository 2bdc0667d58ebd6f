// A command line in words → the command to execute and what it is called with. All text stays text: each command turns
// its own options into values and says what is wrong with them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/commands/commands.h"

namespace gpupeak::cli {

struct Parsed {
  std::optional<std::string> text;  // --help or --version: print this and stop
  Invocation call;
  Execute execute = {};
};

// Throws UsageError with the nearest known name.
Parsed parse(const std::vector<std::string>& args, const std::string& version);

}  // namespace gpupeak::cli
