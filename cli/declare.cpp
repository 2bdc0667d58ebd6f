#include "cli/declare.h"

namespace gpupeak::cli {

CLI::Option* repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                        const std::string& help) {
  return app.add_option(name, values, help)->allow_extra_args(false);
}

void declare_device(CLI::App& app, Options& options) {
  app.add_option("--device", options.device, "host, cuda, cuda:1 (default: the first that is found)")
      ->type_name("NAME")
      ->group(plan_group);
}

void declare_peak(CLI::App& app, Options& options) {
  repeatable(app, "--peak", options.peak, "your own figure for a peak: dram=51.2GB/s")
      ->type_name("R=RATE")
      ->group(plan_group);
}

void declare_color(CLI::App& app, Options& options) {
  app.add_option("--color", options.color, "auto, always or never (NO_COLOR is honoured)")->type_name("WHEN");
}

void declare_plan(CLI::App& app, Options& options) {
  app.add_option("SUITE", options.suites, "suites to run (default: all of the preset)")->group(plan_group);
  app.add_option("--preset", options.preset, "quick, standard, full or a JSON file (default: quick)")
      ->type_name("NAME")
      ->group(plan_group);
  declare_device(app, options);
  repeatable(app, "--filter", options.filter, "only cases whose id matches")->type_name("GLOB")->group(plan_group);
  repeatable(app, "--exclude", options.exclude, "all but these")->type_name("GLOB")->group(plan_group);
  repeatable(app, "--set", options.set, "SUITE.AXIS=1k,2k or =512-8192*2 or =1-9+2")
      ->type_name("S.A=V")
      ->group(plan_group);
  app.add_option("--budget", options.budget, "end within about this time: 60s, 5m")
      ->type_name("TIME")
      ->group(plan_group);
  app.add_option("--seed", options.seed, "of all random data (default: 1)")->type_name("N")->group(plan_group);
  app.add_option("--cache", options.cache, "cold, hot or both (default: the preset's)")
      ->type_name("STATE")
      ->group(plan_group);
  app.add_option("--data", options.data, "random, zeros or ones (default: random)")
      ->type_name("KIND")
      ->group(plan_group);
  declare_peak(app, options);
}

}  // namespace gpupeak::cli
