// gpupeak noise: what a gate can see, from reports between which nothing changed.
#include "analysis/gate/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/commands/commands.h"
#include "cli/files/baseline_file.h"
#include "cli/files/load_report.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/text.h"
#include "reporters/text/table.h"

namespace gpupeak::cli {
namespace {

struct NoiseOptions {
  std::vector<std::string> reports;
  std::string baseline = default_baseline, limit, color = "auto";
};

void declare_noise_options(CLI::App& app, NoiseOptions& options) {
  app.add_option("REPORT", options.reports, "of one unchanged binary, each added as a job");
  declare_baseline(app, options.baseline);
  app.add_option("--limit", options.limit, "of the gate, in percent (default: 3)")->type_name("PERCENT");
  declare_color(app, options.color);
}

ExitCode add_jobs(const NoiseOptions& options, Environment& environment) {
  std::vector<ClassedJob> jobs;
  ExitCode code = ExitCode::ok;
  for (const std::string& path : options.reports) {
    const Report report = load_report(path);
    code = combine(code, tell_faults_of_imports(report, path, environment));
    std::ranges::move(jobs_of(report, path, "noise", environment.utc_now()), std::back_inserter(jobs));
  }
  if (jobs.empty()) return code;
  if (const std::string unnamed = unnamed_machine(jobs, options.reports.front()); !unnamed.empty())
    say(environment.err, unnamed);
  update_baseline(options.baseline, [&](Baseline& baseline) {
    for (const ClassedJob& one : jobs) add_job(baseline, one, options.baseline, most_jobs);
  });
  return code;
}

void show_noise(const BaselineClass& one, double limit, Environment& environment, const Style& style) {
  write_wrapped(environment.out, "", shown(text(one.device), style), style, Ink::strong);
  const NoiseTable noise = noise_table(alike(one), limit);
  if (noise.cases.empty()) {
    write_wrapped(environment.out, "  ",
                  fmt::format("{}: the noise between jobs needs four; add reports of the same binary",
                              count_of(one.jobs.size(), "job")),
                  style, Ink::caution);
    return;
  }
  Table table;
  table.columns = {{"case", Align::left, true}, {"jobs"}, {"runs"}, {"between runs"}, {"between jobs"}, {"finds from"}};
  const auto cell = [](std::string words) { return Cell{{{std::move(words)}}}; };
  for (const CaseNoise& c : noise.cases)
    table.rows.push_back(
        {cell(shown(c.id, style)), cell(std::to_string(c.jobs)), cell(std::to_string(c.runs)),
         cell(c.between_runs ? fmt::format("{:.2f} %", 100 * *c.between_runs) : std::string(glyphs(style).dash)),
         cell(fmt::format("{:.2f} %", 100 * c.between_jobs)), cell(fmt::format("+{:.1f} %", 100 * c.smallest))});
  write_table(environment.out, table, style);
  write_wrapped(
      environment.out, "",
      fmt::format("finds from: the slowdown that nine of ten confirmed gates with a limit of {:g} % find. In one "
                  "gate chance alone makes {:.2g} of {} regress, before --confirm runs them again.",
                  100 * limit, noise.expected_false_alarms, count_of(noise.cases.size(), "row")),
      style, Ink::faint);
}

ExitCode execute_noise(const NoiseOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  const double limit = options.limit.empty() ? 0.03 : percent("--limit", options.limit);
  const ExitCode code = add_jobs(options, environment);
  const Baseline baseline = load_baseline(options.baseline);
  if (baseline.classes.empty())
    throw UsageError(fmt::format("{}: has no job; name reports of one binary to add", options.baseline));
  for (const BaselineClass& one : baseline.classes) show_noise(one, limit, environment, style);
  return code;
}

}  // namespace

constinit const Command noise_command{
    .name = "noise",
    .summary = "how much times differ though nothing changed: what a gate can see",
    .examples =
        "  gpupeak noise monday tuesday wednesday     (runs of one binary)\n"
        "  gpupeak noise --baseline gpupeak-baseline.json\n"
        "  gpupeak noise --limit 5\n",
    .declare = bound<NoiseOptions, declare_noise_options, execute_noise>,
};

}  // namespace gpupeak::cli
