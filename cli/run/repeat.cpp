// run --repeat N.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/compare/pool.h"
#include "cli/files/load_report.h"
#include "cli/files/set_aside.h"
#include "cli/process/terminal.h"
#include "cli/run/session.h"

namespace gpupeak::cli {
namespace {

// What the parent does itself; everything else is passed on.
constexpr std::string_view repeat_own_options[] = {"--repeat", "--wait-idle", "--budget", "--out",
                                                   "--format", "--csv",       "--color"};

std::vector<std::string> repeat_arguments(const Invocation& call, std::optional<Seconds> budget,
                                          const std::filesystem::path& folder) {
  std::vector<std::string> args = call.passed_on(repeat_own_options);
  args.insert(args.begin(), "run");
  if (budget) args.push_back(fmt::format("--budget={:.3f}s", budget->value));
  args.insert(args.end(), {"--out=" + folder.string(), "--format=json"});
  return args;
}

constexpr std::string_view process_prefix = "process-";

// Reports of an earlier repetition must not be taken for this one's, however early it ends.
void clear_way(const OutputDirectory& directory) {
  set_aside(directory);
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory.folder(), ignored))
    if (entry.is_directory(ignored) && entry.path().filename().string().starts_with(process_prefix))
      set_aside(OutputDirectory(entry.path()));
}

Report pooled(std::vector<Report> runs, const Invocation& call, std::string state) {
  std::string started_at = runs.front().run.started_at;
  Report report = pool(std::move(runs));
  report.run.argv = call.argv();
  report.run.started_at = std::move(started_at);
  report.run.state = std::move(state);
  return report;
}

}  // namespace

ExitCode repeat(const Invocation& call, int processes, std::optional<Seconds> budget, const std::filesystem::path& out,
                bool quiet, const Delivery& delivery, Environment& environment) {
  OutputDirectory directory(out);
  const auto warn = [&](const std::string& text) { say(environment.err, "gpupeak: " + text); };
  clear_way(directory);

  ReportSaver saver(directory, warn);
  std::vector<Report> runs;
  size_t pooled_then = 0;
  bool spent = false;  // the budget
  ExitCode code = ExitCode::ok;
  for (int process = 1; process <= processes && !environment.interrupted(); ++process) {
    if (!quiet) environment.err << fmt::format("process {} of {}\n", process, processes) << std::flush;
    const std::filesystem::path folder = directory.folder() / fmt::format("{}{}", process_prefix, process);
    std::optional<Seconds> share;
    if (budget) {
      const Seconds left = *budget - Seconds(environment.seconds() - environment.began);
      if (!runs.empty() && left <= Seconds(0)) {
        warn(fmt::format("the budget of {:g} s left out {} of {} processes", budget->value, processes - process + 1,
                         processes));
        spent = true;
        break;
      }
      share = std::max(left / static_cast<double>(processes - process + 1), Seconds(1e-3));
    }
    const ExitCode ended = exit_code_of(environment.run_self(repeat_arguments(call, share, folder)));
    code = combine(code, ended);
    if (ended == ExitCode::usage || !std::filesystem::exists(folder / report_file)) break;
    runs.push_back(load_report(folder / report_file));
    // Pooling takes them all: done as they grow by half, it costs a few times the last. Their folders have the rest.
    if (2 * runs.size() >= 3 * pooled_then) {
      saver.save_whole(pooled(runs, call, "running"));
      pooled_then = runs.size();
    }
    if (ended == ExitCode::interrupted) break;
  }
  if (environment.interrupted()) code = combine(code, ExitCode::interrupted);
  if (runs.empty()) return code;
  const bool complete = (spent || static_cast<int>(runs.size()) == processes) && code != ExitCode::interrupted;
  const Report report = pooled(std::move(runs), call, complete ? "complete" : "interrupted");
  return combine(code, deliver(report, delivery, directory, saver, warn, environment));
}

}  // namespace gpupeak::cli
