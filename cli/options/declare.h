// Options that several commands share: each group a struct, declared once.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::cli {

inline constexpr const char* schedule_group = "What to measure";

// On which device, and by which yardstick.
struct DeviceOptions {
  std::string device;
  std::vector<std::string> peak;
};

struct WhatToMeasure {
  std::vector<std::string> suites, filter, exclude, set;
  std::string preset = "quick", budget, seed, cache, data, order;
  DeviceOptions on;
};

// How a report is to be shown.
struct FormatOptions {
  std::string format, csv = "wide", color = "auto";
};

void declare_schedule(CLI::App&, WhatToMeasure&);  // [SUITE...] --preset --filter ...
void declare_device(CLI::App&, DeviceOptions&);
void declare_peak(CLI::App&, DeviceOptions&);
void declare_format(CLI::App&, FormatOptions&, const std::string& how_many);  // --format, --csv
CLI::Option* declare_wait_idle(CLI::App&, std::string& longest);              // --wait-idle
void declare_color(CLI::App&, std::string& color);
void declare_baseline(CLI::App&, std::string& file);                           // --baseline
CLI::Option* declare_ignored_axes(CLI::App&, std::vector<std::string>& axes);  // --ignore-axis
// For the help of a path that is read as a report: "; or results of google-benchmark, …".
std::string of_other_tools();
std::string joined_choices(std::string_view option);

}  // namespace gpupeak::cli
