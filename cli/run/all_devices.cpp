// run --device all.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/files/load_report.h"
#include "cli/files/set_aside.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "cli/run/session.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

// What the parent does itself; everything else is passed on.
constexpr std::string_view all_devices_own_options[] = {"--device",    "--budget", "--out", "--resume",
                                                        "--wait-idle", "--format", "--csv", "--color"};

struct InTurn {
  std::string backend;
  int index;

  std::string name() const { return fmt::format("{}:{}", backend, index); }
  std::string folder() const { return fmt::format("device-{}-{}", backend, index); }
};

std::vector<InTurn> usable_devices(const Environment& environment, std::vector<Note>& passed_over) {
  std::vector<InTurn> devices;
  for (const Backend* backend : environment.backends) {
    const Discovery found = backend->discover();
    for (size_t index = 0; index < found.devices.size(); ++index) {
      const InTurn device{std::string(backend->name), static_cast<int>(index)};
      if (const auto why = found.unusable.find(index); why != found.unusable.end())
        passed_over.push_back({NoteKind::passed_over, {}, {device.name(), why->second}});
      else
        devices.push_back(device);
    }
  }
  return devices;
}

// Each device's report as it is, one behind the other; a case that several have is planned once.
Report gathered(const std::vector<Report>& runs, const Invocation& call, const std::vector<Note>& passed_over) {
  Report all = runs.front();
  all.run.argv = call.argv();
  std::set<std::string> planned;
  for (const ScheduledCase& scheduled : all.run.schedule.cases) planned.insert(scheduled.id.id());
  for (const Report& run : std::span(runs).subspan(1)) {
    for (const ScheduledCase& scheduled : run.run.schedule.cases)
      if (planned.insert(scheduled.id.id()).second) all.run.schedule.cases.push_back(scheduled);
    for (const Measurement& m : run.measurements) {
      all.measurements.push_back(m);
      all.measurements.back().device += static_cast<int>(all.devices.size());
    }
    all.devices.insert(all.devices.end(), run.devices.begin(), run.devices.end());
  }
  const bool complete = std::ranges::all_of(runs, [](const Report& run) { return run.run.state == "complete"; });
  all.run.state = complete ? "complete" : "interrupted";
  all.devices.front().notes.insert(all.devices.front().notes.end(), passed_over.begin(), passed_over.end());
  return all;
}

bool budget_left_something_out(const Report& report) {
  return std::ranges::any_of(report.measurements,
                             [](const Measurement& m) { return m.reason_kind == ReasonKind::budget_spent; });
}

// Runs `arguments(device)` in a process for each, which has its own part of what is left of the budget.
class InTurnRuns {
 public:
  InTurnRuns(const Invocation& call, std::optional<Seconds> budget, const Delivery& delivery, Environment& environment)
      : call_(call), budget_(budget), delivery_(delivery), environment_(environment) {}

  ExitCode run(const std::vector<InTurn>& devices, std::vector<Note> passed_over, OutputDirectory& directory,
               bool quiet,
               const std::function<std::vector<std::string>(const fs::path& folder, const InTurn&)>& arguments) {
    const auto warn = [&](const std::string& text) { say(environment_.err, "gpupeak: " + text); };
    std::vector<Report> runs;
    ExitCode code = ExitCode::ok;
    for (size_t i = 0; i < devices.size() && !environment_.interrupted(); ++i) {
      if (!quiet)
        environment_.err << fmt::format("device {} of {}: {}\n", i + 1, devices.size(), devices[i].name())
                         << std::flush;
      const fs::path folder = directory.folder() / devices[i].folder();
      std::vector<std::string> args = arguments(folder, devices[i]);
      if (const auto share = share_of_budget(devices.size() - i))
        args.push_back(fmt::format("--budget={:.3f}s", share->value));
      args.push_back("--format=json");
      const ExitCode ended = exit_code_of(environment_.run_self(args));
      if (!fs::exists(folder / report_file)) {
        if (ended == ExitCode::usage && i == 0) return ended;  // so will the others
        const bool lacks_it = ended == ExitCode::usage || ended == ExitCode::nothing_measured;
        const std::string why =
            lacks_it ? "it has nothing of what was asked for, or cannot be opened" : "its process ended";
        warn(fmt::format("{} is left out: {}", devices[i].name(), why));
        passed_over.push_back({NoteKind::passed_over, {}, {devices[i].name(), why}});
        continue;
      }
      code = combine(code, ended);
      runs.push_back(load_report(folder / report_file));
    }
    if (environment_.interrupted()) code = combine(code, ExitCode::interrupted);
    if (runs.empty()) return combine(code, ExitCode::nothing_measured);
    if (std::ranges::any_of(runs, budget_left_something_out))
      warn(fmt::format("gpupeak run --resume {} goes on with all of them", directory.folder().string()));
    ReportSaver saver(directory, warn);
    return combine(code, deliver(gathered(runs, call_, passed_over), delivery_, directory, saver, warn, environment_));
  }

 private:
  // Never nothing: what is left out is resumed in the device's own folder, which its process makes.
  std::optional<Seconds> share_of_budget(size_t devices_left) const {
    if (!budget_) return std::nullopt;
    const Seconds left = *budget_ - Seconds(environment_.seconds() - environment_.began);
    return std::max(left / static_cast<double>(devices_left), Seconds(1e-3));
  }

  const Invocation& call_;
  std::optional<Seconds> budget_;
  const Delivery& delivery_;
  Environment& environment_;
};

}  // namespace

ExitCode run_all_devices(const Invocation& call, std::optional<Seconds> budget, const fs::path& out, bool dry_run,
                         bool quiet, const Delivery& delivery, Environment& environment) {
  std::vector<Note> passed_over;
  const std::vector<InTurn> devices = usable_devices(environment, passed_over);
  for (const Note& note : passed_over) say(environment.err, "gpupeak: " + texts({note}).front());
  if (devices.empty()) throw NothingToMeasure("--device all: no device is usable here; gpupeak doctor says what helps");
  const auto arguments_for = [&](const InTurn& device) {
    std::vector<std::string> args = call.passed_on(all_devices_own_options);
    args.insert(args.begin(), "run");
    args.push_back("--device=" + device.name());
    return args;
  };
  if (dry_run) {
    ExitCode code = ExitCode::ok;
    for (const InTurn& device : devices) {
      std::vector<std::string> args = arguments_for(device);
      if (budget) args.push_back(fmt::format("--budget={:.3f}s", budget->value / static_cast<double>(devices.size())));
      code = combine(code, exit_code_of(environment.run_self(args)));
    }
    return code;
  }
  OutputDirectory directory(out);
  set_aside(directory);
  for (const InTurn& device : devices) set_aside(OutputDirectory(directory.folder() / device.folder()));
  return InTurnRuns(call, budget, delivery, environment)
      .run(devices, std::move(passed_over), directory, quiet, [&](const fs::path& folder, const InTurn& device) {
        std::vector<std::string> args = arguments_for(device);
        args.push_back("--out=" + folder.string());
        return args;
      });
}

ExitCode resume_all_devices(const Report& report, OutputDirectory& directory, const Invocation& call,
                            std::optional<Seconds> budget, bool quiet, const Delivery& delivery,
                            Environment& environment) {
  std::vector<InTurn> devices;
  for (const DeviceInfo& device : report.devices) devices.push_back({device.backend, device.index});
  for (const InTurn& device : devices)
    if (!fs::exists(directory.folder() / device.folder() / report_file))
      throw UsageError(fmt::format("--resume {}: its report has {}, and there is no {} to resume {} in",
                                   directory.folder().string(), count_of(devices.size(), "device"), device.folder(),
                                   device.name()));
  std::vector<Note> passed_over;
  for (const Note& note : report.devices.front().notes)
    if (note.kind == NoteKind::passed_over) passed_over.push_back(note);
  return InTurnRuns(call, budget, delivery, environment)
      .run(devices, std::move(passed_over), directory, quiet, [&](const fs::path& folder, const InTurn&) {
        std::vector<std::string> args = call.passed_on(all_devices_own_options);
        args.insert(args.begin(), "run");
        args.push_back("--resume=" + folder.string());
        return args;
      });
}

}  // namespace gpupeak::cli
