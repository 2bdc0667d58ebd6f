// gpupeak compare: reports against the first of them, case by case, as ratios with intervals.
#include "analysis/compare/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "analysis/compare/ignored_axes.h"
#include "analysis/gate/reference.h"
#include "cli/commands/commands.h"
#include "cli/files/baseline_file.h"
#include "cli/files/load_report.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "formats/embedded.h"
#include "formats/gate_files.h"
#include "reporters/compare/comparison.h"

namespace gpupeak::cli {
namespace {

struct CompareOptions {
  std::vector<std::string> reports, ignored_axes;
  std::string reference, format, price, color = "auto";
  bool force = false;
};

void declare_compare_options(CLI::App& app, CompareOptions& options) {
  app.add_option("REPORT", options.reports,
                 "two or more: file, a run's folder, or a folder of runs or files" + of_other_tools())
      ->required();
  CLI::Option* reference =
      app.add_option("--reference", options.reference, "'card': others of this model; or a baseline's file")
          ->type_name("WHAT");
  app.add_option("--format", options.format, joined_choices("compare --format"))
      ->type_name("NAME")
      ->excludes(reference);
  app.add_flag("--force", options.force, "also where data, cache, method or clock policy differ");
  app.add_option("--price", options.price, "of each report's device per hour, in one currency: 2.1,3.5")
      ->type_name("LIST")
      ->excludes(reference);
  declare_ignored_axes(app, options.ignored_axes);
  declare_color(app, options.color);
}

void require_compare_alike(const CompareTable& table) {
  if (table.unlike.empty()) return;
  throw UsageError(fmt::format("{} and {} cannot be compared: they differ in {}; measure again, or insist with --force",
                               table.a, table.b, table.unlike.front()));
}

std::string nothing_in_common(const CompareTable& table, const Report& a, const Report& b) {
  for (const auto& [report, name] : {std::pair(&a, &table.a), std::pair(&b, &table.b)})
    if (report->measurements.empty()) return fmt::format("{}: holds no case, so there is nothing to compare", *name);
  const auto other = std::ranges::find_if(table.cases, [](const ComparedCase& c) { return !c.other_work.empty(); });
  if (other != table.cases.end())
    return fmt::format("{} and {} did different work in every case that both measured: {} ({})", table.a, table.b,
                       other->id, other->other_work);
  std::string remedy;
  for (const std::string& axis : axes_apart(a, b)) remedy += " --ignore-axis " + axis;
  return fmt::format(
      "{} and {} have no measured case in common; {}", table.a, table.b,
      remedy.empty() ? "'gpupeak report' shows the ids of each" : "without what differs they have:" + remedy);
}

// Of the axis in which alone two reports differ that otherwise have nothing in common; empty where none is.
Axes axis_to_ignore(const std::vector<Report>& reports) {
  for (size_t i = 1; i < reports.size(); ++i) {
    if (cases_in_common(reports[0], reports[i]) > 0) continue;
    if (Axes apart = axes_apart(reports[0], reports[i]); apart.size() == 1) return apart;
  }
  return {};
}

// Every value that it has in a report.
std::string values_of(const Report& report, const std::string& axis) {
  std::set<std::string> values;
  for (const Measurement& m : report.measurements) values.insert(m.id.has(axis) ? m.id.text(axis) : "none");
  return fmt::format("{}", fmt::join(values, ", "));
}

// The reports without what is not to tell their cases apart, and for each but the first what was left out.
std::vector<std::string> leave_out(std::vector<Report>& reports, const CompareOptions& options) {
  require_axes(reports, options.ignored_axes);
  Axes axes = options.ignored_axes;
  const auto without = [&](const Axes& given) {
    std::vector<Report> left;
    for (size_t i = 0; i < reports.size(); ++i) {
      try {
        left.push_back(without_axes(reports[i], given));
      } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("{}: --ignore-axis: {}", options.reports[i], error.what()));
      }
    }
    return left;
  };
  std::vector<Report> left = without(axes);
  const auto planned = [](const Report& report) { return is_planned(report.run.schedule); };
  if (axes.empty() && std::ranges::none_of(reports, planned))
    if (axes = axis_to_ignore(left); !axes.empty()) left = without(axes);
  std::vector<std::string> lines(reports.size());
  for (size_t i = 1; i < reports.size(); ++i)
    for (const std::string& axis : axes)
      if (const std::string a = values_of(reports[0], axis), b = values_of(reports[i], axis); a != b)
        lines[i] += fmt::format("{}axis {}, which is ignored{}: {} / {}", lines[i].empty() ? "" : "; ", axis,
                                options.ignored_axes.empty() ? " as no case is in common otherwise" : "", a, b);
  reports = std::move(left);
  return lines;
}

// The embedded references of all cards as one.
Baseline embedded_reference() {
  Baseline all;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("reference/")) continue;
    Baseline one = read_baseline(file.contents, file.path);
    std::ranges::move(one.classes, std::back_inserter(all.classes));
  }
  return all;
}

ExitCode hold_against_reference(const CompareOptions& options, Environment& environment, const Style& style) {
  if (options.reports.size() != 1) throw UsageError("compare --reference: name one report");
  const bool card = options.reference == "card";
  const ReferenceTable table = against_reference(
      load_report(options.reports[0]), card ? embedded_reference() : load_baseline(options.reference), options.force);
  if (table.unlike)
    throw UsageError(
        fmt::format("{} and the reference differ in {} ({} / {}), so their times cannot be compared; measure again, or "
                    "insist with --force",
                    options.reports[0], table.unlike->what, table.unlike->here, table.unlike->there));
  if (table.rows.empty())
    throw UsageError(fmt::format("{}: no reference of {} is known; name a baseline of such cards with --reference FILE",
                                 options.reports[0], table.device));
  write_reference(table, environment.out, style);
  return ExitCode::ok;
}

ExitCode execute_compare(const CompareOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  if (!options.format.empty()) one_of("--format", options.format, choices("compare --format"));
  if (!options.reference.empty()) return hold_against_reference(options, environment, style);
  if (options.reports.size() < 2)
    throw UsageError("compare: a second report is required, to hold against the first; see gpupeak compare --help");
  if (options.format == "html" && options.reports.size() > most_reports_on_page)
    throw UsageError(fmt::format("compare --format html: a page shows at most {} reports; {} are named",
                                 most_reports_on_page, options.reports.size()));
  std::vector<Report> reports;
  ExitCode code = ExitCode::ok;
  for (const std::string& path : options.reports) {
    reports.push_back(load_report(path));
    code = combine(code, tell_faults_of_imports(reports.back(), path, environment));
  }
  const std::vector<std::string> left_out = leave_out(reports, options);
  const std::vector<double> prices = prices_of(options.price, reports.size());
  std::vector<CompareTable> tables;
  for (size_t i = 1; i < reports.size(); ++i) {
    tables.push_back(compare(reports[0], options.reports[0], reports[i], options.reports[i]));
    if (!options.force) require_compare_alike(tables.back());
    if (!tables.back().geometric_mean) throw UsageError(nothing_in_common(tables.back(), reports[0], reports[i]));
    if (!left_out[i].empty()) tables.back().differences.push_back(left_out[i]);
  }
  const SideBySide beside = side_by_side(reports, options.reports, prices);
  if (options.format == "html") {
    write_comparison_page(tables, beside, environment.out);
    return code;
  }
  const bool overview_first = tables.size() > 1;
  if (overview_first) {
    write_side_by_side(beside, environment.out, style);
    environment.out << '\n';
  }
  write_comparisons(tables, environment.out, style);
  if (!overview_first && beside.worth_showing()) {
    environment.out << '\n';
    write_side_by_side(beside, environment.out, style);
  }
  return code;
}

}  // namespace

constinit const Command compare_command{
    .name = "compare",
    .summary = "reports against the first: ratios of medians with intervals",
    .examples =
        "  gpupeak compare before after\n"
        "  gpupeak compare h100/ h200/ b200/ --price 2.1,3.5,5\n"
        "  gpupeak compare runs-a/ runs-b/        (folders of runs or files are pooled)\n",
    .declare = bound<CompareOptions, declare_compare_options, execute_compare>,
};

}  // namespace gpupeak::cli
