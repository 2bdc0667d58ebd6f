// gpupeak compare: two reports, case by case, as ratios with intervals.
#include "analysis/compare.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/load_report.h"
#include "cli/style.h"

namespace gpupeak::cli {
namespace {

void declare(CLI::App& app, Options& options) {
  app.add_option("A", options.a, "a report: file, a run's folder, or a folder of several runs")->required();
  app.add_option("B", options.b, "the report to hold against it")->required();
  declare_color(app, options);
}

ExitCode execute(const Options& options, Environment& environment) {
  const Style style = style_of(environment, options.color, options.csv);
  const Report a = load_report(options.a);
  const Report b = load_report(options.b);
  write_comparison(compare(a, options.a, b, options.b), environment.out, style);
  return ExitCode::ok;
}

}  // namespace

constinit const Command compare_command{
    .name = "compare",
    .summary = "two reports: ratios of medians with intervals, case by case",
    .examples =
        "  gpupeak compare before after\n"
        "  gpupeak compare monday/report.json friday/report.json\n"
        "  gpupeak compare runs-a/ runs-b/        (folders of several runs are pooled)\n",
    .declare = declare,
    .execute = execute,
};

}  // namespace gpupeak::cli
