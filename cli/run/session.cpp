#include "cli/run/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "kernels/families.h"
#include "method/expected_time.h"
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

// What is left to measure and how long each case is expected to take, by which the time that remains is told.
void tell_plan(Progress& progress, const Report& report, std::span<const Suite* const> suites, const Rank& rank,
               double spent_s) {
  if (!progress.has_bar()) return;
  progress.doing("estimating the time");
  std::set<std::string> known;
  for (const Measurement& m : report.measurements) known.insert(m.id.id());
  const UpkeepRates rates = measure_upkeep_rates(rank.device);
  std::vector<Case> cases;
  std::map<std::string, double> expected_s;
  for (const ScheduledCase& scheduled : report.run.schedule.cases) {
    cases.push_back(scheduled.id);
    if (known.contains(scheduled.id.id())) continue;
    expected_s[scheduled.id.id()] = expected_time(scheduled, report.run.schedule, suites, rank, rates).about.value;
  }
  const std::optional<Seconds> budget = report.run.schedule.budget;
  progress.plan(cases, std::move(expected_s),
                budget ? std::optional(std::max(budget->value - spent_s, 0.0)) : std::nullopt);
}

// "matmul 12, memory 3", in the schedule's order; empty where nothing was left out.
std::string left_out_by_budget(const Report& report) {
  std::vector<std::pair<std::string, size_t>> counts;
  for (const Measurement& m : report.measurements) {
    if (m.reason_kind != ReasonKind::budget_spent) continue;
    if (counts.empty() || counts.back().first != m.id.suite()) counts.emplace_back(m.id.suite(), 0);
    ++counts.back().second;
  }
  std::string text;
  for (const auto& [suite, count] : counts) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", suite, count);
  return text;
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

ExitCode measure(Report report, const Rank& rank, Progress& progress, const Delivery& delivery,
                 OutputDirectory& directory, Environment& environment) {
  const auto warn = [&](const std::string& text) { progress.warn("gpupeak: " + text); };
  ReportSaver saver(directory, warn);

  if (const Note* quota = first_of(report.devices.front().notes, {NoteKind::cpu_quota}))
    progress.note(fmt::format("gpupeak: {}; gpupeak doctor says what helps", text(*quota)));
  if (needs_a_library(report.run.schedule, rank)) {
    progress.doing("asking the vendors' libraries");
    rank.device.look_at_libraries(environment.inspect);
    report.devices.front().libraries = rank.device.info().libraries;
    for (const Library& library : report.devices.front().libraries)
      if (!library.below.empty()) warn(fmt::format("{}; {}", below_sentence(library), library.remedy));
  }
  report.run.state = "running";
  saver.begin(report);
  const Schedule schedule = report.run.schedule;
  tell_plan(progress, report, environment.suites, rank, environment.seconds() - environment.began);
  const Observer observer{
      .started = [&](const Case& id, size_t done, size_t total) { progress.started(id, done, total); },
      .finished =
          [&](const Measurement& measurement, size_t done, size_t total) {
            // First: what is said to be done is on disk. What the budget left out is not done, and has no time for it.
            if (measurement.reason_kind != ReasonKind::budget_spent) saver.save(report);
            progress.finished(measurement, done, total);
          },
      .stage = [&](Stage stage, const Case& id) { progress.stage(stage, id); },
      .between_windows = [&] { progress.between_windows(); },
      .interrupted = environment.interrupted,
  };
  const Seconds spent(environment.seconds() - environment.began);
  run_schedule(schedule, environment.suites, rank, 0, observer, report, spent);
  progress.end();

  order_as_scheduled(report);
  if (const std::string left_out = left_out_by_budget(report); !left_out.empty())
    progress.note(fmt::format("the budget of {:g} s left out {}; gpupeak run --resume {} measures them",
                              schedule.budget->value, left_out, directory.folder().string()));
  const bool complete = report.measurements.size() >= schedule.cases.size();
  report.run.state = complete ? "complete" : "interrupted";
  const ExitCode code = deliver(report, delivery, directory, saver, warn, environment);
  if (!environment.interrupted()) return code;
  if (!complete) warn("interrupted; gpupeak run --resume " + directory.folder().string() + " measures the rest");
  return combine(code, ExitCode::interrupted);
}

}  // namespace gpupeak::cli
