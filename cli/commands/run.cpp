// gpupeak run: measure, save, show.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/files/set_aside.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "cli/run/quiet.h"
#include "cli/run/select_device.h"
#include "cli/run/session.h"

namespace gpupeak::cli {
namespace {

constexpr std::string_view all_devices = "all";  // for --device

struct RunOptions {
  WhatToMeasure what;
  FormatOptions shown;
  std::string repeat, resume, wait_idle, out = "gpupeak-report";
  bool dry_run = false, quiet = false;
  int verbose = 0;  // times that it was given
};

void declare_run_options(CLI::App& app, RunOptions& options) {
  declare_schedule(app, options.what);
  app.get_option("--device")->description("of gpupeak list devices, or all (default: the first)");
  CLI::Option* repeat =
      app.add_option("--repeat", options.repeat, "fresh processes, pooled into one report (default: 1)")
          ->type_name("N");
  CLI::Option* out =
      app.add_option("--out", options.out, "folder for the reports (default: gpupeak-report)")->type_name("DIR");
  app.add_option("--resume", options.resume, "measure what the run in DIR still lacks")
      ->type_name("DIR")
      ->excludes(repeat, out);
  declare_wait_idle(app, options.wait_idle);
  declare_format(app, options.shown, "one or more");
  declare_color(app, options.shown.color);
  app.add_flag("--dry-run", options.dry_run, "show the plan and how long it takes");
  app.add_flag("-q,--quiet", options.quiet, "no progress");
  app.add_flag("-v,--verbose", options.verbose, "tables; -vv: notes too");
}

// A schedule without cases, or a --set that changes none of them, is not what the user meant.
void reject_no_effect(const ScheduleOptions& wanted, const Schedule& schedule) {
  if (schedule.cases.empty()) {
    const bool filtered = !wanted.filter.empty() || !wanted.exclude.empty();
    throw NothingToMeasure(fmt::format("{}; gpupeak list cases shows the ids",
                                       filtered ? "no case passes --filter and --exclude" : "the preset has no case"));
  }
  for (const auto& set : wanted.overrides) {
    const std::string& suite = set.first;
    if (std::none_of(schedule.cases.begin(), schedule.cases.end(),
                     [&](const ScheduledCase& scheduled) { return scheduled.id.suite() == suite; }))
      throw UsageError(fmt::format("--set {}.{}: the plan has no case of {}; add it with gpupeak run {}", suite,
                                   set.second.begin()->first, suite, suite));
  }
}

ExitCode fresh_run(const RunOptions& options, int processes, const Invocation& call, const ProgressStyle& style,
                   const Delivery& delivery, Environment& environment) {
  ScheduleOptions wanted = schedule_options(options.what);
  wanted.elsewhere = ladders_of(environment.backends);
  const Preset preset = preset_of(options.what.preset);
  const Selected selected = select_device(environment, options.what.on.device);
  Progress progress(environment.err, style, environment.seconds);
  std::optional<Note> others;
  const bool waits = !options.wait_idle.empty();  // then also before the device is probed
  if (waits && !options.dry_run) others = look_for_others(options.wait_idle, progress, environment);
  progress.doing(opening_text(selected));
  const std::unique_ptr<Device> device = open(selected, {.overrides = peak_overrides(options.what.on.peak)});
  const DeviceInfo& info = device->info();
  const Rank rank{*device, selected.backend->kernels()};
  const Schedule schedule = make_schedule(preset, wanted, environment.suites, info, rank.kernels);
  reject_no_effect(wanted, schedule);
  if (options.dry_run) {
    progress.end();
    const Seconds opening(environment.seconds() - environment.began);
    print_schedule({schedule, rank, environment.suites, processes, opening}, options.verbose > 0, environment.out,
                   delivery.style);
    return ExitCode::ok;
  }
  if (!waits) others = look_for_others("", progress, environment);
  OutputDirectory directory(options.out);
  set_aside(directory);
  DeviceInfo measured = info;
  measured.notes.insert(measured.notes.end(), selected.passed_over.begin(), selected.passed_over.end());
  if (others) measured.notes.push_back(*std::move(others));
  return measure(new_report(call, environment, schedule, std::move(measured)), rank, progress, delivery, directory,
                 environment);
}

ExitCode execute_run(const RunOptions& options, const Invocation& call, Environment& environment) {
  Delivery delivery = delivery_of(options.shown, call, environment);
  delivery.style.detail = options.verbose > 1 ? Detail::notes : options.verbose > 0 ? Detail::tables : Detail::summary;
  if (!options.dry_run && environment.catch_interrupts) environment.catch_interrupts();
  ProgressStyle progress = progress_style(environment);
  progress.quiet = options.quiet;
  progress.verbose = options.verbose > 1;
  if (!options.resume.empty())
    return resume(options.resume, schedule_options(options.what).budget, options.dry_run, options.wait_idle, call,
                  progress, delivery, environment);
  const bool all = options.what.on.device == all_devices;
  constexpr uint64_t most_processes = 1000;
  const auto processes =
      static_cast<int>(options.repeat.empty() ? 1 : whole_number("--repeat", options.repeat, 1, most_processes));
  if ((all || processes > 1) && !options.wait_idle.empty() && !options.dry_run) {  // once, for all processes
    Progress waiting(environment.err, progress, environment.seconds);
    look_for_others(options.wait_idle, waiting, environment);
  }
  if (all)
    return run_all_devices(call, schedule_options(options.what).budget, options.out, options.dry_run, options.quiet,
                           delivery, environment);
  if (processes > 1 && !options.dry_run)
    return repeat(call, processes, schedule_options(options.what).budget, options.out, options.quiet, delivery,
                  environment);
  return fresh_run(options, processes, call, progress, delivery, environment);
}

}  // namespace

constinit const Command run_command{
    .name = "run",
    .summary = "measure this machine, tell what it comes to, save report.json",
    .examples =
        "  gpupeak run --preset standard --format console,csv\n"
        "  gpupeak run matmul --set matmul.n=1k-4k*2 --filter '*rung=onednn*'\n"
        "  gpupeak run --repeat 3 --out before\n",
    .declare = bound<RunOptions, declare_run_options, execute_run>,
};

}  // namespace gpupeak::cli
