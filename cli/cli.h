// The command line in one function: arguments in, text and files out, an exit code back. Tests call it in-process.
#pragma once

#include <string>
#include <vector>

#include "cli/process/environment.h"

namespace gpupeak::cli {

// `args` without the program's name. Never throws.
int run(const std::vector<std::string>& args, Environment& environment);

}  // namespace gpupeak::cli
