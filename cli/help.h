// --help: one line per option, examples last, so that it fits a screen of 80 x 24.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace gpupeak::cli {

std::string overview_help();                                                   // gpupeak --help
std::string command_help(const CLI::App& command, std::string_view examples);  // gpupeak COMMAND --help

}  // namespace gpupeak::cli
