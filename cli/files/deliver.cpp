#include "cli/files/deliver.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/files/export.h"
#include "cli/files/next_steps.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"

namespace gpupeak::cli {
namespace {

constexpr std::string_view delivered_on_screen = "console";
constexpr std::string_view always_saved = "json";

std::string fallback_folder(const Environment& environment) {
  const std::string folder = variable(environment, "TMPDIR");
  return folder.empty() ? "/tmp" : folder;
}

}  // namespace

const Reporter& reporter_of(const std::string& format) {
  one_of("--format", format, choices("--format"));
  return *reporter_named(format);
}

Delivery delivery_of(const FormatOptions& options, const Invocation& call, const Environment& environment) {
  Delivery delivery{{}, style_of(environment, options.color, options.csv)};
  const std::string formats = options.format.empty() ? std::string(delivered_on_screen) : options.format;
  for (const std::string& format : pieces("--format", formats)) {
    const Reporter* reporter = &reporter_of(format);
    if (std::find(delivery.formats.begin(), delivery.formats.end(), reporter) == delivery.formats.end())
      delivery.formats.push_back(reporter);
  }
  const bool csv = std::ranges::any_of(delivery.formats, [](const Reporter* r) { return r->name == "csv"; });
  if (call.given("--csv") && !csv)
    throw UsageError(fmt::format("--csv {}: csv is not among the formats; add --format csv", options.csv));
  return delivery;
}

ExitCode verdict(const Report& report) {
  const auto any = [&](auto... wanted) {
    return std::any_of(report.measurements.begin(), report.measurements.end(),
                       [&](const Measurement& m) { return ((m.outcome == wanted) || ...); });
  };
  if (any(Outcome::wrong, Outcome::failed, Outcome::implausible)) return ExitCode::wrong;
  return any(Outcome::measured) ? ExitCode::ok : ExitCode::nothing_measured;
}

ExitCode deliver(const Report& report, const Delivery& delivery, OutputDirectory& directory, ReportSaver& saver,
                 const ReportSaver::Warn& warn, Environment& environment) {
  ExitCode code = verdict(report);
  std::vector<std::string> saved;
  if (saver.finish(report, fallback_folder(environment), environment.out))
    saved.emplace_back(report_file);
  else
    code = combine(code, ExitCode::usage);
  bool on_screen = false;
  for (const Reporter* reporter : delivery.formats) {
    if (reporter->name == always_saved) continue;
    if (reporter->name == delivered_on_screen) {
      reporter->write(report, environment.out, delivery.style);
      on_screen = true;
      continue;
    }
    if (const auto cause = write_format(report, *reporter, directory, delivery.style, environment)) {
      warn(fmt::format("{}; make it later with gpupeak report {} --format {}", *cause, directory.folder().string(),
                       reporter->name));
      code = combine(code, ExitCode::usage);
    } else {
      for (std::string& file : files_of(*reporter)) saved.push_back(std::move(file));
    }
  }
  if (on_screen && !saved.empty()) write_next_steps(report, directory.folder(), saved, environment.out, delivery.style);
  return code;
}

}  // namespace gpupeak::cli
