// Options that several commands share, declared once.
#pragma once

#include <CLI/App.hpp>

#include "cli/options/options.h"

namespace gpupeak::cli {

// All that a command accepts, --help included.
void declare(const Command&, CLI::App&, Options&);

// Takes one value each time it is given, so that a list option does not swallow what follows.
CLI::Option* repeatable(CLI::App&, const std::string& name, std::vector<std::string>& values, const std::string& help);

void declare_schedule(CLI::App&, Options&);  // [SUITE...] --preset --filter ... : what to measure
void declare_device(CLI::App&, Options&);
void declare_peak(CLI::App&, Options&);
void declare_format(CLI::App&, Options&, const std::string& how_many);  // --format, --csv
void declare_color(CLI::App&, Options&);
void declare_baseline(CLI::App&, Options&);  // --baseline
std::string joined_choices(std::string_view option);

}  // namespace gpupeak::cli
