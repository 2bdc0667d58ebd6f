#include "cli/options/declare.h"

#include "cli/commands/listing.h"
#include "cli/options/choices.h"
#include "formats/embedded.h"
#include "formats/imports.h"

namespace gpupeak::cli {
namespace {

// By their files' names: help must not read them.
std::string preset_choices() {
  constexpr std::string_view folder = "presets/";
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files())
    if (file.path.starts_with(folder))
      names.emplace_back(file.path.substr(folder.size(), file.path.find('.') - folder.size()));
  return joined(names);
}

// Takes one value each time it is given, so that a list option does not swallow what follows.
CLI::Option* repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                        const std::string& help) {
  return app.add_option(name, values, help)->allow_extra_args(false);
}

}  // namespace

void declare_device(CLI::App& app, DeviceOptions& options) {
  app.add_option("--device", options.device, "of gpupeak list devices (default: the first)")
      ->type_name("NAME")
      ->group(schedule_group);
}

void declare_peak(CLI::App& app, DeviceOptions& options) {
  repeatable(app, "--peak", options.peak, "your own figure for a peak: dram=51.2GB/s")
      ->type_name("R=RATE")
      ->group(schedule_group);
}

void declare_color(CLI::App& app, std::string& color) {
  app.add_option("--color", color, "auto, always or never (NO_COLOR is honoured)")->type_name("WHEN");
}

void declare_baseline(CLI::App& app, std::string& file) {
  app.add_option("--baseline", file, "file (default: gpupeak-baseline.json)")->type_name("FILE");
}

CLI::Option* declare_ignored_axes(CLI::App& app, std::vector<std::string>& axes) {
  return repeatable(app, "--ignore-axis", axes, "does not tell cases apart: n_threads")->type_name("NAME");
}

std::string of_other_tools() {
  std::vector<std::string> tools;
  for (const std::string_view tool : imported_tools()) tools.emplace_back(tool);
  return "; JSON of " + joined(tools) + " too";
}

std::string joined_choices(std::string_view option) { return joined(choices(option)); }

void declare_format(CLI::App& app, FormatOptions& options, const std::string& how_many) {
  app.add_option("--format", options.format, how_many + " of gpupeak list formats (default: console)")
      ->type_name("NAME");
  app.add_option("--csv", options.csv, "wide: a row per case; long: a row per sample")->type_name("ROWS");
}

CLI::Option* declare_wait_idle(CLI::App& app, std::string& longest) {
  return app.add_option("--wait-idle", longest, "wait so long at most until other programs rest: 60s")
      ->type_name("TIME");
}

void declare_schedule(CLI::App& app, WhatToMeasure& options) {
  app.add_option("SUITE", options.suites)->group(schedule_group);
  app.add_option("--preset", options.preset, preset_choices() + " or a file (default: quick)")
      ->type_name("NAME")
      ->group(schedule_group);
  declare_device(app, options.on);
  repeatable(app, "--filter", options.filter, "only cases whose id matches")->type_name("GLOB")->group(schedule_group);
  repeatable(app, "--exclude", options.exclude, "all but these")->type_name("GLOB")->group(schedule_group);
  repeatable(app, "--set", options.set, "SUITE.AXIS=1k,2k or =512-8192*2 or =1-9+2")
      ->type_name("S.A=V")
      ->group(schedule_group);
  app.add_option("--budget", options.budget, "end within this time and the case at hand: 60s, 5m")
      ->type_name("TIME")
      ->group(schedule_group);
  app.add_option("--seed", options.seed, "of all random data (default: 1)")->type_name("N")->group(schedule_group);
  app.add_option("--cache", options.cache, "cold, hot or both")->type_name("STATE")->group(schedule_group);
  app.add_option("--data", options.data, "random, zeros or ones")->type_name("KIND")->group(schedule_group);
  app.add_option("--order", options.order, "of the cases: plan, or random by --seed (default: plan)")
      ->type_name("KIND")
      ->group(schedule_group);
  declare_peak(app, options.on);
}

}  // namespace gpupeak::cli
