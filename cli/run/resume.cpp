// run --resume DIR.
#include <fmt/format.h>

#include <filesystem>

#include "cli/commands/listing.h"
#include "cli/files/load_report.h"
#include "cli/options/declare.h"
#include "cli/process/errors.h"
#include "cli/run/quiet.h"
#include "cli/run/select_device.h"
#include "cli/run/session.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

fs::path resume_folder(const std::string& written) {
  fs::path folder(written);
  std::error_code ignored;
  if (fs::is_regular_file(folder, ignored) && folder.filename() == "report.json") folder = folder.parent_path();
  if (folder.empty()) folder = ".";
  if (fs::is_regular_file(folder / "report.json", ignored)) return folder;
  throw UsageError(
      fmt::format("--resume {}: there is no report.json; gpupeak run --out {} starts a run there", written, written));
}

void reject_schedule_options(const std::string& written, const Invocation& call) {
  for (const PassedOption& option : call.passed)
    if (option.group == schedule_group && option.name != "--budget")
      throw UsageError(
          fmt::format("--resume {}: the plan is taken from the report there; leave out {}", written, option.name));
}

std::string resume_described(const DeviceInfo& device) {
  return fmt::format("{}:{} {}{}", device.backend, device.index, device.name,
                     device.uuid.empty() ? "" : " (" + device.uuid + ")");
}

bool same(const DeviceInfo& a, const DeviceInfo& b) {
  const bool uuids_agree = a.uuid.empty() || b.uuid.empty() || a.uuid == b.uuid;
  return a.backend == b.backend && a.name == b.name && uuids_agree;
}

void reject_unlike(const Report& report, const std::string& written, const Tool& tool) {
  if (report.run.processes > 1)
    throw UsageError(fmt::format("--resume {}: its report pools {} processes; resume one of them, or repeat the run",
                                 written, report.run.processes));
  if (report.devices.size() != 1)
    throw UsageError(fmt::format("--resume {}: its report has {}; only a run on one can be resumed", written,
                                 count_of(report.devices.size(), "device")));
  if (report.tool.version != tool.version || report.tool.commit != tool.commit)
    throw UsageError(fmt::format(
        "--resume {}: begun by gpupeak {} ({}), this is {} ({}); figures of two versions do not mix: start anew with "
        "--out DIR",
        written, report.tool.version, report.tool.commit, tool.version, tool.commit));
}

// Cases that were not tried, as an earlier one lost the device or a budget left them out: they are to be measured as if
// they had no entry. The one that lost the device failed, and would again.
void drop_untried(Report& report) {
  std::erase_if(report.measurements, [](const Measurement& m) {
    return m.outcome == Outcome::skipped &&
           (m.reason_kind == ReasonKind::device_lost || m.reason_kind == ReasonKind::budget_spent);
  });
}

}  // namespace

ExitCode resume(const std::string& written, std::optional<Seconds> budget, bool dry_run, const std::string& wait_idle,
                const Invocation& call, const ProgressStyle& style, const Delivery& delivery,
                Environment& environment) {
  reject_schedule_options(written, call);
  OutputDirectory directory(resume_folder(written));
  Report report = load_report(directory.folder() / "report.json");
  if (report.devices.size() > 1 && !dry_run)
    return resume_all_devices(report, directory, call, budget, style.quiet, delivery, environment);
  reject_unlike(report, written, environment.tool);
  drop_untried(report);
  report.run.schedule.budget = budget;

  const DeviceInfo& before = report.devices.front();
  const Selected selected = select_device(environment, fmt::format("{}:{}", before.backend, before.index));
  if (const DeviceInfo found = open(selected, {.probe = false})->info(); !same(before, found))
    throw UsageError(fmt::format("--resume {}: begun on {}, this is {}; go on there, or start anew with --out DIR",
                                 written, resume_described(before), resume_described(found)));
  Progress progress(environment.err, style, environment.seconds);
  std::optional<Note> others;
  if (!dry_run) others = look_for_others(wait_idle, progress, environment);
  progress.doing(opening_text(selected));
  const std::unique_ptr<Device> device = open(selected, {.as_before = before});
  const Rank rank{*device, selected.backend->kernels()};
  if (dry_run) {
    progress.end();
    Schedule left = report.run.schedule;
    std::erase_if(left.cases, [&](const ScheduledCase& scheduled) {
      const std::string id = scheduled.id.id();
      return std::any_of(report.measurements.begin(), report.measurements.end(),
                         [&](const Measurement& m) { return m.id.id() == id; });
    });
    const Seconds opening(environment.seconds() - environment.began);
    print_schedule({left, rank, environment.suites, 1, opening}, delivery.style.detail != Detail::summary,
                   environment.out, delivery.style);
    return ExitCode::ok;
  }
  if (others) report.devices.front().notes.push_back(*std::move(others));
  return measure(std::move(report), rank, progress, delivery, directory, environment);
}

}  // namespace gpupeak::cli
