// gpupeak list: what there is to choose from. Opens no vendor library and probes nothing, so that it answers at once.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/terminal.h"
#include "cli/run/select_device.h"
#include "formats/imports.h"
#include "method/metrics.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

struct ListOptions {
  std::string topic, color = "auto";
  WhatToMeasure what;
};

struct Topic {
  std::string_view name;
  void (*print)(const ListOptions&, Environment&, const Style&);
};

struct Described {
  Selected selected;
  DeviceInfo info;
};

// Not opened: what there is to choose from can be told of a GPU that another program holds too.
Described described(const ListOptions& options, const Environment& environment) {
  const Selected selected = select_device(environment, options.what.on.device);
  return {selected, describe(selected)};
}

void print_suites(const ListOptions& options, Environment& environment, const Style& style) {
  const Described found = described(options, environment);
  for (const Suite* suite : environment.suites) {
    write_wrapped(environment.out, "", fmt::format("{}: {}", suite->name, suite->summary), style);
    for (const Axis& axis : suite->axes(found.info, found.selected.backend->kernels()))
      print_field(
          "  " + axis.name,
          axis.values.empty() ? axis.summary : fmt::format("{} (default: {})", axis.summary, joined(axis.values, ", ")),
          environment.out, style);
    environment.out << '\n';
  }
}

void print_cases(const ListOptions& options, Environment& environment, const Style&) {
  ScheduleOptions wanted = schedule_options(options.what);
  wanted.elsewhere = ladders_of(environment.backends);
  const Preset preset = preset_of(options.what.preset);
  const Described found = described(options, environment);
  const Schedule schedule =
      make_schedule(preset, wanted, environment.suites, found.info, found.selected.backend->kernels());
  for (const ScheduledCase& scheduled : schedule.cases) environment.out << scheduled.id.id() << '\n';
}

// A paragraph per rung under its family and device. Of a vendor's library the file must be there: whether it serves is
// for doctor to find out. Why a device is missing is said once.
void print_rungs(const ListOptions& options, Environment& environment, const Style& style) {
  std::vector<std::pair<std::string, std::string>> missing;
  std::string_view gap;
  for (const Backend* backend : environment.backends) {
    if (!options.what.on.device.empty() && backend != &select_backend(environment.backends, options.what.on.device))
      continue;
    const Discovery found = backend->discover();
    const std::optional<size_t> usable = first_usable(found);
    if (!usable) missing.emplace_back(backend->name, why_none(found));
    const DeviceInfo info = usable ? describe({backend, static_cast<int>(*usable)}) : DeviceInfo{};
    std::string family;
    for (const kernels::RungRow& rung : backend->kernels().rows(info)) {
      if (rung.family != family)
        write_wrapped(
            environment.out, std::exchange(gap, "\n"),
            shown(fmt::format("{} on {}{}", rung.family, backend->name, usable ? "" : ": no device here"), style),
            style, Ink::strong);
      family = rung.family;
      const std::string here =
          !usable || rung.refusal.empty() ? "" : fmt::format("; does not run here: {}", rung.refusal);
      write_wrapped(environment.out, fmt::format("  {:<18} ", shown(rung.name, style)), shown(rung.idea + here, style),
                    style);
    }
  }
  if (!missing.empty()) environment.out << '\n';
  for (const auto& [backend, why] : missing) print_field(backend, "no device here: " + why, environment.out, style);
}

// What there is to say of a device stands below the table, which stays narrow.
void print_devices(const ListOptions&, Environment& environment, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::pair<std::string, std::string>> notes;
  for (const Backend* backend : environment.backends) {
    const Discovery found = backend->discover();
    const auto id_of = [&](size_t i) { return fmt::format("{}:{}", backend->name, i); };
    for (size_t i = 0; i < found.devices.size(); ++i) rows.push_back({id_of(i), found.devices[i]});
    if (found.devices.empty()) rows.push_back({std::string(backend->name), "none"});
    notes.emplace_back(backend->name, found.note);
    for (const auto& [index, why] : found.unusable) notes.emplace_back(id_of(index), "not usable: " + why);
  }
  print_listing({"device", "name"}, rows, environment.out, style);
  for (const auto& [about, text] : notes) print_field("  " + about, text, environment.out, style);
}

void print_metrics(const ListOptions&, Environment& environment, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (const Metric* metric : metrics())
    rows.push_back({std::string(metric->name), std::string(name(metric->unit)),
                    metric->better == Better::higher ? "higher" : "lower", std::string(metric->summary)});
  print_listing({"metric", "unit", "better", "meaning"}, rows, environment.out, style);
}

void print_formats(const ListOptions&, Environment& environment, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (const Reporter* reporter : reporters())
    rows.push_back({std::string(reporter->name), std::string(reporter->summary)});
  print_listing({"format", "contents"}, rows, environment.out, style);
  std::vector<std::vector<std::string>> read{{"gpupeak", "report.json, report.html, a run's folder, a folder of runs"}};
  for (const std::string_view tool : imported_tools())
    read.push_back({std::string(tool), "its results as JSON; a folder of them is pooled"});
  environment.out << '\n';
  print_listing({"read from", "by report, compare, gate, baseline and noise"}, read, environment.out, style);
}

constexpr std::array topics{
    Topic{"suites", print_suites},   Topic{"cases", print_cases},     Topic{"rungs", print_rungs},
    Topic{"devices", print_devices}, Topic{"metrics", print_metrics}, Topic{"formats", print_formats},
};

void declare_list_options(CLI::App& app, ListOptions& options) {
  app.add_option("TOPIC", options.topic, "one of " + joined(list_topics()));
  declare_schedule(app, options.what);
  declare_color(app, options.color);
}

ExitCode execute_list(const ListOptions& options, const Invocation&, Environment& environment) {
  const std::string wanted = options.topic.empty() ? "suites" : options.topic;
  one_of("list", wanted, list_topics());
  const auto topic = std::find_if(topics.begin(), topics.end(), [&](const Topic& t) { return t.name == wanted; });
  topic->print(options, environment, style_of(environment, options.color));
  return ExitCode::ok;
}

}  // namespace

std::vector<std::string> list_topics() {
  std::vector<std::string> names;
  for (const Topic& topic : topics) names.emplace_back(topic.name);
  return names;
}

constinit const Command list_command{
    .name = "list",
    .summary = "what there is: suites, cases, rungs, devices, metrics, formats",
    .examples =
        "  gpupeak list\n"
        "  gpupeak list cases matmul --preset full\n"
        "  gpupeak list rungs\n",
    .declare = bound<ListOptions, declare_list_options, execute_list>,
};

}  // namespace gpupeak::cli
