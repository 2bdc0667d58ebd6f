// --help: one line per option, examples last, so that it fits a screen of 80 x 24.
#pragma once

#include <string>

#include "cli/options/command.h"

namespace gpupeak::cli {

std::string overview_help();               // gpupeak --help
std::string command_help(const Command&);  // gpupeak COMMAND --help

}  // namespace gpupeak::cli
