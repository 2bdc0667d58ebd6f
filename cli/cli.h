// The command line in one function: arguments in, text and files out, an exit code back. Tests call it in-process.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/process/environment.h"

namespace gpupeak::cli {

// `args` without the program's name. Never throws.
int run(const std::vector<std::string>& args, Environment& environment);

// The same with the real process as its environment: its streams, signals, clock and its own binary
// (process/process.cpp).
int run_process(int argc, char** argv, std::span<const Suite* const> suites);

}  // namespace gpupeak::cli
