// gpupeak report: a saved report in another shape.
#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/deliver.h"
#include "cli/load_report.h"
#include "cli/style.h"

namespace gpupeak::cli {
namespace {

void declare(CLI::App& app, Options& options) {
  app.add_option("FILE", options.file, "report.json, a run's folder, or a folder of several runs")->required();
  declare_format(app, options, "one of them");
  app.add_flag("--redact", options.redact, "leave out host name, uuid, arguments and library paths");
  declare_color(app, options);
}

ExitCode execute(const Options& options, Environment& environment) {
  const Style style = style_of(environment, options.color, options.csv);
  const Reporter& reporter = reporter_of(options.format.empty() ? "console" : options.format);
  Report report = load_report(options.file);
  if (options.redact) report = redacted(std::move(report));
  reporter.write(report, environment.out, style);
  return ExitCode::ok;
}

}  // namespace

constinit const Command report_command{
    .name = "report",
    .summary = "show a saved report, or turn it into another format",
    .examples =
        "  gpupeak report gpupeak-report\n"
        "  gpupeak report gpupeak-report --format csv > cases.csv\n"
        "  gpupeak report gpupeak-report --redact --format json > public.json\n",
    .declare = declare,
    .execute = execute,
};

}  // namespace gpupeak::cli
