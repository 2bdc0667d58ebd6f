#include "cli/run/confirm.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "cli/files/load_report.h"
#include "cli/options/parse.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "cli/run/quiet.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

// What the confirmation chooses itself.
constexpr std::string_view confirm_own_options[] = {"--repeat",  "--out",     "--format",  "--csv",
                                                    "--color",   "--filter",  "--exclude", "--resume",
                                                    "--dry-run", "--verbose", "--quiet",   "--wait-idle"};

// The arguments that the candidate was made with, for these cases alone.
std::vector<std::string> confirm_arguments(const Report& candidate, const std::vector<std::string>& ids, bool quiet) {
  const std::vector<std::string>& argv = candidate.run.argv;
  if (argv.size() < 2 || argv[1] != "run")
    throw UsageError(
        "the report does not tell how it was made (it was redacted, or another tool wrote it), so --confirm "
        "cannot run it again; measure without --redact");
  std::vector<std::string> args = parse({argv.begin() + 1, argv.end()}, "").call.passed_on(confirm_own_options);
  args.insert(args.begin(), "run");
  for (const std::string& id : ids) args.push_back("--filter=" + id);
  args.emplace_back("--format=json");
  if (quiet) args.emplace_back("--quiet");
  return args;
}

// The candidate was made by this program, on this device: what is run here is what is judged.
void require_this_program(const Report& candidate, const Environment& environment) {
  if (candidate.tool.version == environment.tool.version && candidate.tool.commit == environment.tool.commit) return;
  throw UsageError(fmt::format(
      "the report was made by gpupeak {} ({}), and --confirm would run gpupeak {} ({}); gate it with the program that "
      "made it",
      candidate.tool.version, candidate.tool.commit, environment.tool.version, environment.tool.commit));
}

// Nothing when it was interrupted.
std::optional<Report> run_turn(const Turn& turn, std::vector<std::string> args, const std::string& baseline_binary,
                               const fs::path& folder, Environment& environment) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  args.push_back("--out=" + folder.string());
  if (turn.processes > 1) args.push_back(fmt::format("--repeat={}", turn.processes));
  const int status = turn.baseline ? environment.run_program(baseline_binary, args) : environment.run_self(args);
  if (environment.interrupted() || exit_code_of(status) == ExitCode::interrupted) return std::nullopt;
  if (!fs::exists(folder / "report.json"))
    throw UsageError(fmt::format("{}: the run that was to confirm ended with exit code {} and left no report",
                                 folder.string(), status));
  return load_report(folder);
}

// Nothing when it can be started, else why not. A name without a slash is looked for in the folders of `path`, as
// execvp does.
std::string why_not_executable(const std::string& program, const std::string& path) {
  if (program.find('/') != std::string::npos) {
    std::error_code ignored;
    if (std::filesystem::is_directory(program, ignored)) return "it is a folder";
    return ::access(program.c_str(), X_OK) == 0 ? "" : std::strerror(errno);
  }
  std::istringstream folders(path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (why_not_executable((folder.empty() ? "." : folder) + "/" + program, "").empty()) return "";
  return "no folder of PATH has it; write ./" + program + " for one that lies here";
}

}  // namespace

void require_executable(const std::string& program, const Environment& environment) {
  if (const std::string cause = why_not_executable(program, variable(environment, "PATH")); !cause.empty())
    throw UsageError(fmt::format("--baseline-binary {}: cannot be run: {}", program, cause));
}

ExitCode confirm(const Report& candidate, Retrial& retrial, const std::string& baseline_binary, const fs::path& folder,
                 const std::string& wait_idle, Environment& environment) {
  require_this_program(candidate, environment);
  const bool shown = wants_bar(environment);  // then each run shows how far it is, and what disturbs it
  const std::vector<std::string> args = confirm_arguments(candidate, retrial.to_run(), !shown);
  environment.err << retrial.plan() << '\n' << std::flush;
  if (!shown || !wait_idle.empty()) {
    Progress progress(environment.err, progress_style(environment), environment.seconds);
    look_for_others(wait_idle, progress, environment);
  }
  while (const std::optional<Turn> turn = retrial.next()) {
    std::optional<Report> report = run_turn(*turn, args, baseline_binary, folder / turn->name, environment);
    if (!report) return ExitCode::interrupted;
    retrial.take(std::move(*report));
  }
  return ExitCode::ok;
}

}  // namespace gpupeak::cli
