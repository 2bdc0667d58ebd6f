#include "cli/run/confirm.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/files/load_report.h"
#include "cli/files/output_directory.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

// What the confirmation chooses itself.
constexpr std::string_view confirm_own_options[] = {"--repeat",  "--out",     "--format",  "--csv",
                                                    "--color",   "--filter",  "--exclude", "--resume",
                                                    "--dry-run", "--verbose", "--quiet"};

// The arguments that the candidate was made with, for these cases alone.
std::vector<std::string> confirm_arguments(const Report& candidate, const std::vector<std::string>& ids) {
  const std::vector<std::string>& argv = candidate.run.argv;
  if (argv.size() < 2 || argv[1] != "run")
    throw UsageError(
        "the report does not tell how it was made (it was redacted, or another tool wrote it), so --confirm "
        "cannot run it again; measure without --redact");
  const Options made = parse({argv.begin() + 1, argv.end()}, "");
  std::vector<std::string> args{"run"};
  for (const PassedOption& given : made.passed) {
    if (std::ranges::find(confirm_own_options, given.name) != std::end(confirm_own_options)) continue;
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

// What a run said of one case again, and whether it was the case that was asked for.
const Measurement* find_case(const Report& report, const std::string& id) {
  const auto found = std::ranges::find_if(report.measurements, [&](const Measurement& m) { return m.id.id() == id; });
  return found == report.measurements.end() ? nullptr : &*found;
}

bool measured(const Measurement* m) { return m && m->outcome == Outcome::measured && !m->samples.empty(); }

// The candidate was made by this program, on this device: what is run here is what is judged.
void require_this_program(const Report& candidate, const Environment& environment) {
  if (candidate.tool.version == environment.tool.version && candidate.tool.commit == environment.tool.commit) return;
  throw UsageError(fmt::format(
      "the report was made by gpupeak {} ({}), and --confirm would run gpupeak {} ({}); gate it with the program that "
      "made it",
      candidate.tool.version, candidate.tool.commit, environment.tool.version, environment.tool.commit));
}

void require_confirm_alike(const Report& again, const Report& candidate, std::string_view which) {
  const auto refuse = [&](std::string_view what, std::string_view here, std::string_view there) {
    throw UsageError(fmt::format("the {} that was run to confirm differs from the report in {} ({} / {})", which, what,
                                 here, there));
  };
  if (again.devices.empty() || candidate.devices.empty()) refuse("its device", "none", "none");
  const std::string here = text(class_of(again.devices.front(), again)),
                    there = text(class_of(candidate.devices.front(), candidate));
  if (here != there) refuse("its device", here, there);
  if (again.tool.method != candidate.tool.method)
    refuse("the version of the method", std::to_string(again.tool.method), std::to_string(candidate.tool.method));
  if (again.run.schedule.data != candidate.run.schedule.data)
    refuse("the data of operands", name(again.run.schedule.data), name(candidate.run.schedule.data));
}

// Why this case cannot be used, or nothing.
std::string why_not(const Measurement* m, const Measurement* candidate, std::string_view which) {
  if (!m) return fmt::format("{} did not run it", which);
  if (!measured(m))
    return fmt::format("{} of {}{}", name(m->outcome), which, m->reason.empty() ? "" : ": " + m->reason);
  if (candidate && baseline_case(*m).work != baseline_case(*candidate).work)
    return fmt::format("its work is another one in {}", which);
  return "";
}

bool ended_badly(const Measurement* m) { return m && (m->outcome == Outcome::wrong || m->outcome == Outcome::failed); }

void take_again(const Report& again, const Report& candidate, const std::vector<std::string>& cases,
                Confirmation& confirmation) {
  for (const std::string& id : cases) {
    const Measurement* const m = find_case(again, id);
    if (ended_badly(m))
      confirmation.failed.emplace(id, fmt::format("{}: {}", name(m->outcome), m->reason));
    else if (std::string reason = why_not(m, find_case(candidate, id), "the run again"); !reason.empty())
      confirmation.lost.emplace(id, std::move(reason));
    else
      confirmation.again.emplace(id, baseline_case(*m));
  }
}

void take_pair(const Report& before, const Report& now, const Report& candidate, const std::vector<std::string>& cases,
               Confirmation& confirmation) {
  for (const std::string& id : cases) {
    const Measurement *const old_one = find_case(before, id), *const new_one = find_case(now, id);
    if (ended_badly(new_one)) {
      confirmation.failed.emplace(id, fmt::format("{}: {}", name(new_one->outcome), new_one->reason));
      continue;
    }
    std::string reason = why_not(old_one, find_case(candidate, id), "the baseline's program");
    if (reason.empty()) reason = why_not(new_one, find_case(candidate, id), "the run again");
    if (reason.empty())
      confirmation.pairs[id].push_back({baseline_case(*old_one), baseline_case(*new_one)});
    else
      confirmation.lost[id] = std::move(reason);
  }
}

// Whether some case still lacks pairs that could be had.
bool lacks_pairs(const Confirmation& confirmation, const std::vector<std::string>& cases, uint64_t pairs) {
  return std::ranges::any_of(cases, [&](const std::string& id) {
    if (confirmation.failed.contains(id)) return false;
    const auto found = confirmation.pairs.find(id);
    return found == confirmation.pairs.end() || found->second.size() < pairs;
  });
}

}  // namespace

ExitCode confirm(const Report& candidate, const std::vector<std::string>& cases, const Options& options,
                 Environment& environment, Confirmation& confirmation) {
  require_this_program(candidate, environment);
  Runner runner(confirm_arguments(candidate, with_opponents(candidate, cases)), options, environment);
  const uint64_t pairs = options.pairs.empty() ? 5 : whole_number("--pairs", options.pairs, 5, 50);
  const bool paired = !options.baseline_binary.empty();
  environment.err << fmt::format("{} again: {}\n", count_of(cases.size(), "case"),
                                 paired ? count_of(pairs, "pair") + " in turn"
                                        : count_of(candidate.run.processes, "fresh process"))
                  << std::flush;
  if (!paired) {
    const std::optional<Report> again = runner.run("", "again", candidate.run.processes);
    if (!again) return ExitCode::interrupted;
    require_confirm_alike(*again, candidate, "program");
    take_again(*again, candidate, cases, confirmation);
    return ExitCode::ok;
  }
  // A pair that is lost is run again, a few times at most.
  constexpr uint64_t most_lost = 3;
  for (uint64_t pair = 0; pair < pairs + most_lost && lacks_pairs(confirmation, cases, pairs); ++pair) {
    std::optional<Report> before, now;
    for (const bool baseline : {pair % 2 == 0, pair % 2 != 0}) {
      auto& report = baseline ? before : now;
      report = runner.run(baseline ? options.baseline_binary : "",
                          fmt::format("pair-{}-{}", pair + 1, baseline ? "baseline" : "candidate"), 1);
      if (!report) return ExitCode::interrupted;
      require_confirm_alike(*report, candidate, baseline ? "baseline's program" : "program");
    }
    take_pair(*before, *now, candidate, cases, confirmation);
  }
  return ExitCode::ok;
}

}  // namespace gpupeak::cli
