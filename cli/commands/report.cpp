// gpupeak report: a saved report in another shape.
#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "cli/commands/commands.h"
#include "cli/files/deliver.h"
#include "cli/files/export.h"
#include "cli/files/load_report.h"
#include "cli/files/output_directory.h"
#include "cli/files/text_file.h"
#include "cli/options/declare.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "reporters/charts/charts.h"

namespace gpupeak::cli {
namespace {

struct ReportOptions {
  std::vector<std::string> files;
  FormatOptions shown;
  std::string out;       // folder for several formats; empty: the report's own
  std::string pictures;  // folder
  bool redact = false;
  bool summary = false;
};

namespace fs = std::filesystem;

constexpr std::string_view report_on_screen = "console";

void declare_report_options(CLI::App& app, ReportOptions& options) {
  app.add_option("FILE", options.files,
                 "report.json, a run's folder, a folder of several runs or files, or - for stdin" + of_other_tools())
      ->required();
  declare_format(app, options.shown, "one or more");
  app.add_option("--out", options.out, "folder for several formats (default: the report's own)")->type_name("DIR");
  app.add_option("--pictures", options.pictures, "write the pictures as .svg files into this folder")->type_name("DIR");
  app.add_flag("--redact", options.redact, "leave out host name, uuid, arguments and library paths");
  app.add_flag("--summary", options.summary, "one screen: no tables and notes");
  declare_color(app, options.shown.color);
}

// Whatever is written, the report that was read must be there afterwards.
void refuse_to_overwrite(const fs::path& source, const fs::path& target) {
  std::error_code ignored;
  const fs::path read = fs::is_directory(source, ignored) ? source / "report.json" : source;
  if (fs::exists(target, ignored) && fs::equivalent(read, target, ignored))
    throw UsageError(
        fmt::format("{}: is the report that is read and would be overwritten; name another folder with "
                    "--out DIR",
                    target.string()));
}

// Nor may another report go, which may be the only one of its run: report.json is replaced by the same text alone.
void refuse_to_replace(const fs::path& target, const Report& report, const Reporter& reporter, const Style& style) {
  std::error_code ignored;
  if (reporter.name != "json" || !fs::exists(target, ignored)) return;
  std::ostringstream text;
  reporter.write(report, text, style);
  if (read_text_file(target) != text.str())
    throw UsageError(
        fmt::format("{}: is another report and would be overwritten; name another folder with --out DIR, "
                    "or delete it first",
                    target.string()));
}

void write_files(const Report& report, const Delivery& delivery, const ReportOptions& options,
                 Environment& environment) {
  std::error_code ignored;
  const fs::path source = options.files.front();
  const fs::path own = fs::is_directory(source, ignored) ? source : source.parent_path();
  if (options.out.empty() && own == source && !is_planned(report.run.schedule))
    throw UsageError(
        fmt::format("{}: holds another tool's files, among which exports would be taken for more of them; name a "
                    "folder with --out DIR",
                    source.string()));
  const fs::path folder = !options.out.empty() ? fs::path(options.out) : own.empty() ? fs::path(".") : own;
  for (const Reporter* reporter : delivery.formats)
    for (const std::string& file : files_of(*reporter)) {
      for (const std::string& one : options.files) refuse_to_overwrite(one, folder / file);
      refuse_to_replace(folder / file, report, *reporter, delivery.style);
    }
  const OutputDirectory directory(folder);
  for (const Reporter* reporter : delivery.formats) {
    const bool on_stdout = reporter->name == report_on_screen;
    const auto cause = on_stdout ? write_to_stdout(report, *reporter, delivery.style, environment)
                                 : write_format(report, *reporter, directory, delivery.style, environment);
    if (cause) throw UsageError(*cause);
    if (on_stdout) continue;
    for (const std::string& file : files_of(*reporter)) say(environment.err, "wrote " + (folder / file).string());
  }
}

// One .svg per chart that applies; each is named on stderr, as is that there is none.
void write_pictures(const Report& report, const fs::path& folder, Environment& environment) {
  const std::vector<Picture> all = pictures(report);
  if (all.empty()) say(environment.err, "no picture applies to this report: nothing was measured");
  if (all.empty()) return;
  const OutputDirectory directory(folder);
  for (const Picture& picture : all) {
    const std::string name = picture.name + ".svg";
    if (const auto cause = directory.write(name, svg_file(picture))) throw UsageError(*cause);
    say(environment.err, fmt::format("wrote {}: {}", (folder / name).string(), picture.title));
  }
}

// A file from which nothing came is no success.
ExitCode code_of(const Report& report, const ReportOptions& options, Environment& environment) {
  if (!report.measurements.empty()) return tell_faults_of_imports(report, shown_paths(options.files), environment);
  say(environment.err, shown_paths(options.files) + ": holds no case");
  return ExitCode::nothing_measured;
}

ExitCode execute_report(const ReportOptions& options, const Invocation& call, Environment& environment) {
  Delivery delivery = delivery_of(options.shown, call, environment);
  if (options.summary) delivery.style.detail = Detail::summary;
  Report report = load_reports(options.files);
  if (options.redact) report = redacted(std::move(report));
  if (!options.pictures.empty()) write_pictures(report, options.pictures, environment);
  const ExitCode code = code_of(report, options, environment);
  if (!options.pictures.empty() && options.shown.format.empty()) return code;
  const bool one = delivery.formats.size() == 1 && options.out.empty();
  if (!one || !fits_stdout(*delivery.formats.front())) {
    write_files(report, delivery, options, environment);
    return code;
  }
  if (const auto cause = write_to_stdout(report, *delivery.formats.front(), delivery.style, environment))
    throw UsageError(*cause);
  return code;
}

}  // namespace

constinit const Command report_command{
    .name = "report",
    .summary = "show a saved report, or turn it into another format",
    .examples =
        "  gpupeak report gpupeak-report --format csv > cases.csv\n"
        "  gpupeak report gpupeak-report --format csv,junit,markdown --out exports\n"
        "  gpupeak report gpupeak-report --redact --format json > public.json\n",
    .declare = bound<ReportOptions, declare_report_options, execute_report>,
};

}  // namespace gpupeak::cli
