// gpupeak gate: a verdict for every case, and an exit code that a CI can trust.
#include "analysis/gate/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "analysis/compare/ignored_axes.h"
#include "cli/commands/commands.h"
#include "cli/files/baseline_file.h"
#include "cli/files/export.h"
#include "cli/files/load_report.h"
#include "cli/files/text_file.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "cli/run/confirm.h"
#include "formats/embedded.h"
#include "formats/gate_files.h"
#include "reporters/gate/gate.h"

namespace gpupeak::cli {
namespace {

struct GateOptions {
  std::vector<std::string> files, ignored_axes;
  std::string baseline = default_baseline, rules, baseline_binary, pairs, out = "gpupeak-gate", fail_on, format,
              wait_idle, color = "auto";
  bool print_rules = false, floors_only = false, confirm = false, lenient = false, force = false;
};

void declare_gate_options(CLI::App& app, GateOptions& options) {
  app.add_option("REPORT", options.files, "file, a run's folder, a folder of runs or files" + of_other_tools());
  declare_baseline(app, options.baseline);
  app.add_option("--rules", options.rules, "JSON (default: no case slower by 3 %)")->type_name("FILE");
  app.add_flag("--print-rules", options.print_rules, "print the default rules, to begin your own from");
  CLI::Option* floors = app.add_flag("--floors-only", options.floors_only, "no baseline: outcomes and floors alone");
  CLI::Option* confirm =
      app.add_flag("--confirm", options.confirm, "run what looks worse again before it fails")->excludes(floors);
  CLI::Option* binary =
      app.add_option("--baseline-binary", options.baseline_binary, "--confirm in turn with this gpupeak")
          ->type_name("FILE")
          ->needs(confirm);
  app.add_option("--pairs", options.pairs, "of --baseline-binary (default: 5)")->type_name("N")->needs(binary);
  declare_wait_idle(app, options.wait_idle)->needs(confirm);
  app.add_option("--out", options.out, "of several formats and --confirm (default: gpupeak-gate)")->type_name("DIR");
  app.add_flag("--lenient", options.lenient, "missing cases do not fail; skipped ones only warn anyway");
  app.add_flag("--force", options.force, "also where conditions differ");
  app.add_option("--fail-on", options.fail_on, joined_choices("--fail-on"))->type_name("WHAT");
  app.add_option("--format", options.format, "one or more: " + joined_choices("gate --format"))->type_name("NAME");
  declare_ignored_axes(app, options.ignored_axes)->excludes(confirm);
  declare_color(app, options.color);
}

ExitCode code_of(const GateResult& result, const GateOptions& options) {
  const auto any = [&](auto... wanted) {
    return std::ranges::any_of(result.rows, [&](const GateRow& r) { return ((r.verdict == wanted) || ...); });
  };
  const auto failing = [&](Verdict verdict) {
    return std::ranges::any_of(result.rows,
                               [&](const GateRow& r) { return r.verdict == verdict && r.severity == Severity::fail; });
  };
  ExitCode code = result.failed() ? ExitCode::gate_failed : ExitCode::ok;
  if (failing(Verdict::failed) || failing(Verdict::implausible)) code = combine(code, ExitCode::wrong);
  if (options.fail_on == "inconclusive" && any(Verdict::inconclusive)) code = combine(code, ExitCode::inconclusive);
  return code;
}

std::vector<const GateReporter*> formats_of(const GateOptions& options) {
  std::vector<const GateReporter*> formats;
  for (const std::string& format : pieces("--format", options.format.empty() ? "console" : options.format)) {
    one_of("--format", format, choices("gate --format"));
    const GateReporter* const reporter = gate_reporter_named(format);
    if (std::ranges::find(formats, reporter) == formats.end()) formats.push_back(reporter);
  }
  return formats;
}

// One format goes to stdout where it can and no folder is named; else all but the console's go to the folder.
void tell(const GateResult& result, const std::vector<const GateReporter*>& formats, const std::string& out, bool named,
          const Style& style, Environment& environment) {
  const auto must = [](const std::optional<std::string>& cause) {
    if (cause) throw UsageError(*cause);
  };
  const auto shown = [](const GateReporter* format) { return format->name == "console"; };
  const bool one = formats.size() == 1 && (shown(formats.front()) || !named);
  if (one && fits_stdout(*formats.front())) return must(write_to_stdout(result, *formats.front(), style, environment));
  const OutputDirectory directory(out);
  for (const GateReporter* format : formats) {
    must(shown(format) ? write_to_stdout(result, *format, style, environment)
                       : write_format(result, *format, directory, style, environment, "gate"));
    if (shown(format)) continue;
    for (const std::string& file : files_of(*format, "gate"))
      say(environment.err, "wrote " + (directory.folder() / file).string());
  }
}

// Where there is nothing to judge, an exit code of 0 would say that all is well.
void require_floors(const Rules& rules, const Report& report, const std::string& file) {
  if (std::ranges::none_of(rules.rules, [](const Rule& rule) { return rule.floor.has_value(); }))
    throw UsageError(
        fmt::format("{}: no rule has a floor_percent, so --floors-only has nothing to judge; write one into --rules "
                    "FILE, or leave out --floors-only",
                    rules.name));
  if (std::ranges::all_of(report.measurements, [](const Measurement& m) { return m.outcome == Outcome::skipped; }))
    throw UsageError(
        fmt::format("{}: nothing was measured, so no floor can be judged; gpupeak report {} says why", file, file));
}

// Of both programs in turn; none where the candidate's alone runs again.
size_t pairs_to_run(const GateOptions& options) {
  if (options.baseline_binary.empty()) return 0;
  return options.pairs.empty() ? fewest_pairs : whole_number("--pairs", options.pairs, fewest_pairs, 50);
}

template <class Cases>
Cases left_without(Cases cases, const std::string& name, const GateOptions& options) {
  try {
    return without_axes(std::move(cases), options.ignored_axes);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: --ignore-axis: {}", name, error.what()));
  }
}

ExitCode execute_gate(const GateOptions& options, const Invocation& call, Environment& environment) {
  if (options.print_rules) {
    environment.out << embedded("gates/default.json");
    return ExitCode::ok;
  }
  if (options.files.empty()) throw UsageError("gate: REPORT is required; see gpupeak gate --help");
  const Style style = style_of(environment, options.color);
  if (!options.fail_on.empty()) one_of("--fail-on", options.fail_on, choices("--fail-on"));
  const std::vector<const GateReporter*> formats = formats_of(options);
  if (!options.baseline_binary.empty()) require_executable(options.baseline_binary, environment);
  const std::string name = shown_paths(options.files);
  const Report whole = load_reports(options.files);
  require_axes({whole}, options.ignored_axes);
  const Report report = left_without(whole, name, options);
  const Rules rules =
      options.rules.empty() ? default_rules() : read_rules(read_text_file(options.rules), options.rules);
  if (options.floors_only) require_floors(rules, report, name);
  Baseline baseline;
  if (!options.floors_only)
    baseline = left_without(load_baseline(options.baseline, ", or judge floors alone with --floors-only"),
                            options.baseline, options);
  GateInput input{.candidate = report,
                  .candidate_name = name,
                  .baseline = options.floors_only ? nullptr : &baseline,
                  .baseline_name = options.baseline,
                  .rules = rules,
                  .today = environment.utc_now(),
                  .lenient = options.lenient,
                  .force = options.force};
  const auto told = [&](const GateResult& result, ExitCode code) {
    tell(result, formats, options.out, call.given("--out"), style, environment);
    return combine(code, code_of(result, options));
  };
  try {
    const Gate gate(std::move(input));
    const std::vector<std::string> again = options.confirm ? gate.suspicious() : std::vector<std::string>();
    if (again.empty()) return told(gate.judge(), ExitCode::ok);
    if (environment.catch_interrupts) environment.catch_interrupts();
    Retrial retrial(report, again, pairs_to_run(options));
    const ExitCode code = confirm(report, retrial, options.baseline_binary,
                                  std::filesystem::path(options.out) / "confirm", options.wait_idle, environment);
    return told(gate.judge(&retrial.confirmation()), code);
  } catch (const GateError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

constinit const Command gate_command{
    .name = "gate",
    .summary = "hold a report against a baseline: exit 1 where it is surely worse",
    .examples =
        "  gpupeak run --repeat 5 && gpupeak gate gpupeak-report\n"
        "  gpupeak gate gpupeak-report --rules gate.json --confirm\n"
        "  gpupeak gate gpupeak-report --floors-only --rules floors.json\n",
    .declare = bound<GateOptions, declare_gate_options, execute_gate>,
};

}  // namespace gpupeak::cli
