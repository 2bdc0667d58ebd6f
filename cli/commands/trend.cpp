// gpupeak trend: steps in a baseline's history.
#include "analysis/gate/trend.h"

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files/baseline_file.h"
#include "cli/options/declare.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/text.h"
#include "reporters/text/table.h"

namespace gpupeak::cli {
namespace {

struct TrendOptions {
  std::string baseline = default_baseline, color = "auto";
};

void declare_trend_options(CLI::App& app, TrendOptions& options) {
  declare_baseline(app, options.baseline);
  declare_color(app, options.color);
}

std::string job_text(const BaselineClass& one, size_t index) {
  const BaselineJob& job = one.jobs[index];
  return fmt::format("{} of {}{}", job.added_at, index + 1, job.label.empty() ? "" : " " + job.label);
}

void show_trend(const BaselineClass& one, Environment& environment, const Style& style) {
  const Trend trend = trend_of(one);
  write_wrapped(environment.out, "", shown(text(one.device), style), style, Ink::strong);
  if (trend.cases == 0) {
    write_wrapped(environment.out, "  ",
                  fmt::format("{}: a step shows from {} on", count_of(one.jobs.size(), "job"), 2 * newest_jobs), style,
                  Ink::caution);
    return;
  }
  Table table;
  table.columns = {{"case", Align::left, true}, {"change"}, {"p"}, {"since job", Align::left}};
  const auto cell = [&](std::string_view words, Ink ink = Ink::plain) { return Cell{{{shown(words, style), ink}}}; };
  for (const Step& step : trend.steps)
    table.rows.push_back(
        {cell(step.id), cell(fmt::format("{:+.1f} %", 100 * step.change), step.change > 0 ? Ink::alarm : Ink::accent),
         cell(step.p < 1e-6 ? "<1e-6" : fmt::format("{:.1g}", step.p)), cell(job_text(one, step.job))});
  for (const Creep& creep : trend.creeps)
    table.rows.push_back({cell(creep.id), cell(fmt::format("{:+.1f} %", 100 * creep.change), Ink::caution),
                          cell("creep"), cell("the pinned " + job_text(one, creep.since))});
  if (!table.rows.empty()) write_table(environment.out, table, style);
  write_wrapped(environment.out, "",
                fmt::format("{} and {} in {} of {}; above 0 is slower", count_of(trend.steps.size(), "step"),
                            count_of(trend.creeps.size(), "creep"), count_of(trend.cases, "case"),
                            count_of(one.jobs.size(), "job")),
                style, Ink::faint);
}

ExitCode execute_trend(const TrendOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  const Baseline baseline = load_baseline(options.baseline);
  if (baseline.classes.empty())
    throw UsageError(fmt::format("{}: has no job; add one with 'gpupeak baseline add REPORT'", options.baseline));
  for (const BaselineClass& one : baseline.classes) show_trend(alike(one), environment, style);
  return ExitCode::ok;
}

}  // namespace

constinit const Command trend_command{
    .name = "trend",
    .summary = "steps in a baseline's history, and what crept past every gate",
    .examples =
        "  gpupeak trend\n"
        "  gpupeak trend --baseline nightly.json\n"
        "  gpupeak baseline add release --pin         (what creep is held against)\n",
    .declare = bound<TrendOptions, declare_trend_options, execute_trend>,
};

}  // namespace gpupeak::cli
