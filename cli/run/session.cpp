#include "cli/run/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "kernels/families.h"
#include "method/run.h"

namespace gpupeak::cli {
namespace {

// A resumed run appends; a reader expects the schedule's order.
void order_as_scheduled(Report& report) {
  std::map<std::string, size_t> place;
  for (const ScheduledCase& scheduled : report.run.schedule.cases) place.emplace(scheduled.id.id(), place.size());
  const auto place_of = [&](const Measurement& m) {
    const auto found = place.find(m.id.id());
    return found == place.end() ? place.size() : found->second;
  };
  std::stable_sort(report.measurements.begin(), report.measurements.end(),
                   [&](const Measurement& a, const Measurement& b) { return place_of(a) < place_of(b); });
}

// Whether one of these cases is of a vendor's library.
bool needs_a_library(const Schedule& schedule, const Rank& rank) {
  const std::vector<kernels::RungRow> rungs = rank.kernels.rows(rank.device.info());
  return std::ranges::any_of(schedule.cases, [&](const ScheduledCase& scheduled) {
    return std::ranges::any_of(rungs, [&](const kernels::RungRow& rung) {
      return !rung.vendor.empty() && scheduled.id.has("rung") && scheduled.id.text("rung") == rung.name;
    });
  });
}

}  // namespace

Report new_report(const Invocation& call, const Environment& environment, Schedule schedule, DeviceInfo device) {
  Report report;
  report.tool = environment.tool;
  report.run.argv = call.argv();
  report.run.started_at = environment.utc_now();
  report.run.host = environment.host();
  report.run.schedule = std::move(schedule);
  report.devices = {std::move(device)};
  return report;
}

ExitCode measure(Report report, const Rank& rank, const ProgressStyle& style, const Delivery& delivery,
                 OutputDirectory& directory, Environment& environment) {
  Progress progress(environment.err, style, environment.seconds);
  const auto warn = [&](const std::string& text) { progress.warn("gpupeak: " + text); };
  ReportSaver saver(directory, warn);

  if (needs_a_library(report.run.schedule, rank)) {
    rank.device.look_at_libraries(environment.inspect);
    report.devices.front().libraries = rank.device.info().libraries;
    for (const Library& library : report.devices.front().libraries)
      if (!library.below.empty()) warn(fmt::format("{}; {}", below_sentence(library), library.remedy));
  }
  report.run.state = "running";
  saver.begin(report);
  const Schedule schedule = report.run.schedule;
  const Observer observer{
      .started = [&](const Case& id, size_t done, size_t total) { progress.started(id, done, total); },
      .finished =
          [&](const Measurement& measurement, size_t done, size_t total) {
            saver.save(report);  // first: what is said to be done is on disk
            progress.finished(measurement, done, total);
          },
      .interrupted = environment.interrupted,
  };
  run_schedule(schedule, environment.suites, rank, 0, observer, report);
  progress.end();

  order_as_scheduled(report);
  const bool complete = report.measurements.size() >= schedule.cases.size();
  report.run.state = complete ? "complete" : "interrupted";
  const ExitCode code = deliver(report, delivery, directory, saver, warn, environment);
  if (!environment.interrupted()) return code;
  if (!complete) warn("interrupted; gpupeak run --resume " + directory.folder().string() + " measures the rest");
  return combine(code, ExitCode::interrupted);
}

}  // namespace gpupeak::cli
