#include "cli/confirm.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "cli/errors.h"
#include "cli/load_report.h"
#include "cli/output_directory.h"
#include "cli/values.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

// What the confirmation chooses itself.
constexpr std::string_view own_options[] = {"--repeat",  "--out",    "--format",  "--csv",     "--color", "--filter",
                                            "--exclude", "--resume", "--dry-run", "--verbose", "--quiet"};

// The arguments that the candidate was made with, for these cases alone.
std::vector<std::string> arguments(const Report& candidate, const std::vector<std::string>& ids) {
  const std::vector<std::string>& argv = candidate.run.argv;
  if (argv.size() < 2 || argv[1] != "run")
    throw UsageError(
        "the report does not tell how it was made (it was redacted, or another tool wrote it), so --confirm "
        "cannot run it again; measure without --redact");
  const Options made = parse({argv.begin() + 1, argv.end()}, "");
  std::vector<std::string> args{"run"};
  for (const Given& given : made.given) {
    if (std::ranges::find(own_options, given.name) != std::end(own_options)) continue;
    if (given.flag) args.push_back(given.name);
    for (const std::string& value : given.values) args.push_back(given.positional ? value : given.name + "=" + value);
  }
  for (const std::string& id : ids) args.push_back("--filter=" + id);
  args.insert(args.end(), {"--format=json", "--quiet"});
  return args;
}

// The cases and those they took turns with: alone, a case would run under other conditions than it did.
std::vector<std::string> with_opponents(const Report& candidate, const std::vector<std::string>& cases) {
  std::set<std::string> groups;
  for (const Measurement& m : candidate.measurements)
    if (std::ranges::find(cases, m.id.id()) != cases.end()) groups.insert(m.group);
  std::vector<std::string> ids;
  for (const Measurement& m : candidate.measurements)
    if (groups.contains(m.group)) ids.push_back(m.id.id());
  return ids;
}

class Runner {
 public:
  Runner(std::vector<std::string> args, const Options& options, Environment& environment)
      : args_(std::move(args)), options_(options), environment_(environment) {}

  // Nothing when it was interrupted.
  std::optional<Report> run(const std::string& binary, std::string_view name, int processes) {
    const fs::path folder = fs::path(options_.gate_out) / "confirm" / name;
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    std::vector<std::string> args = args_;
    args.push_back("--out=" + folder.string());
    if (processes > 1) args.push_back(fmt::format("--repeat={}", processes));
    const int status = binary.empty() ? environment_.run_self(args) : environment_.run_program(binary, args);
    if (environment_.interrupted() || exit_code_of(status) == ExitCode::interrupted) return std::nullopt;
    if (!fs::exists(folder / "report.json"))
      throw UsageError(fmt::format("{}: the run that was to confirm ended with exit code {} and left no report",
                                   folder.string(), status));
    return load_report(folder);
  }

 private:
  std::vector<std::string> args_;
  const Options& options_;
  Environment& environment_;
};

std::map<std::string, BaselineCase> measured_in(const Report& report) {
  std::map<std::string, BaselineCase> cases;
  for (const Measurement& m : report.measurements)
    if (m.outcome == Outcome::measured && !m.samples.empty()) cases.emplace(m.id.id(), baseline_case(m));
  return cases;
}

}  // namespace

ExitCode confirm(const Report& candidate, const std::vector<std::string>& cases, const Options& options,
                 Environment& environment, Confirmation& confirmation) {
  Runner runner(arguments(candidate, with_opponents(candidate, cases)), options, environment);
  const uint64_t pairs = options.pairs.empty() ? 5 : whole_number("--pairs", options.pairs, 5, 50);
  const bool paired = !options.baseline_binary.empty();
  environment.err << fmt::format("{} {} again: {}\n", cases.size(), cases.size() == 1 ? "case" : "cases",
                                 paired ? fmt::format("{} pairs in turn", pairs)
                                        : fmt::format("{} fresh processes", candidate.run.processes))
                  << std::flush;
  if (!paired) {
    const std::optional<Report> again = runner.run("", "again", candidate.run.processes);
    if (!again) return ExitCode::interrupted;
    for (auto& [id, one] : measured_in(*again))
      if (std::ranges::find(cases, id) != cases.end()) confirmation.again.emplace(id, std::move(one));
    return ExitCode::ok;
  }
  for (uint64_t pair = 0; pair < pairs; ++pair) {
    std::optional<Report> before, now;
    for (const bool baseline : {pair % 2 == 0, pair % 2 != 0}) {
      auto& report = baseline ? before : now;
      report = runner.run(baseline ? options.baseline_binary : "",
                          fmt::format("pair-{}-{}", pair + 1, baseline ? "baseline" : "candidate"), 1);
      if (!report) return ExitCode::interrupted;
    }
    const auto old_cases = measured_in(*before), new_cases = measured_in(*now);
    for (const std::string& id : cases)
      if (old_cases.contains(id) && new_cases.contains(id))
        confirmation.log_ratios[id].push_back(
            std::log(new_cases.at(id).time_s.front() / old_cases.at(id).time_s.front()));
  }
  return ExitCode::ok;
}

}  // namespace gpupeak::cli
