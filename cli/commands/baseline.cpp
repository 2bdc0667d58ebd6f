// gpupeak baseline: the file that a gate holds reports against.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "cli/commands/commands.h"
#include "cli/files/baseline_file.h"
#include "cli/files/load_report.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/text.h"
#include "reporters/text/table.h"

namespace gpupeak::cli {
namespace {

struct BaselineOptions {
  std::vector<std::string> files;
  std::string action, baseline = default_baseline, label, keep, color = "auto";
  bool pin = false;
};

void declare_baseline_options(CLI::App& app, BaselineOptions& options) {
  app.add_option("ACTION", options.action, joined_choices("ACTION"))->required();
  app.add_option("REPORT", options.files,
                 "of save and add: a file, or a folder of one run, file or more" + of_other_tools());
  declare_baseline(app, options.baseline);
  app.add_option("--label", options.label, "of save and add: the commit, or what you call it")->type_name("TEXT");
  app.add_flag("--pin", options.pin, "of save and add: never prune it");
  app.add_option("--keep", options.keep, "of add and prune: jobs of a device (default: 20)")->type_name("N");
  declare_color(app, options.color);
}

size_t jobs_to_keep(const BaselineOptions& options) {
  return options.keep.empty() ? most_jobs : whole_number("--keep", options.keep, 1, most_kept);
}

// Gates ask for what the newest job has: a report of fewer cases makes them ask for less.
void note_missing(const BaselineClass* known, const ClassedJob& added, const BaselineOptions& options,
                  Environment& environment) {
  if (!known || known->jobs.empty()) return;
  const auto& before = known->jobs.back().cases;
  const auto missing =
      std::ranges::count_if(before, [&](const auto& one) { return !added.job.cases.contains(one.first); });
  if (missing > 0)
    say(environment.err,
        fmt::format("{}: this report lacks {} of the {} cases of the job before it; gates will no longer miss them",
                    options.baseline, missing, before.size()));
}

// To begin anew would lose what is kept for good.
void require_unpinned(const BaselineClass& old, const BaselineOptions& options) {
  const auto pinned = std::ranges::count_if(old.jobs, &BaselineJob::pinned);
  if (pinned == 0) return;
  throw UsageError(
      fmt::format("baseline save: {} holds {} of {}, which would go; 'gpupeak baseline add' keeps {}, or begin another "
                  "file "
                  "with --baseline FILE",
                  options.baseline, count_of(pinned, "pinned job"), text(old.device), pinned == 1 ? "it" : "them"));
}

// Takes the classes of these jobs out; returns how many jobs went.
size_t forget(Baseline& baseline, const std::vector<ClassedJob>& jobs, const BaselineOptions& options) {
  size_t gone = 0;
  std::erase_if(baseline.classes, [&](const BaselineClass& old) {
    if (std::ranges::find(jobs, old.device, &ClassedJob::device) == jobs.end()) return false;
    require_unpinned(old, options);
    gone += old.jobs.size();
    return true;
  });
  return gone;
}

// Every device of the report, as a job of its class.
ExitCode put(const BaselineOptions& options, Environment& environment, bool anew) {
  if (options.files.empty())
    throw UsageError(
        fmt::format("baseline {}: which report? gpupeak baseline {} gpupeak-report", options.action, options.action));
  const Report report = load_reports(options.files);
  const std::string path = shown_paths(options.files);
  const ExitCode code = tell_faults_of_imports(report, path, environment);
  std::vector<ClassedJob> jobs = jobs_of(report, path, options.label, environment.utc_now());
  for (ClassedJob& one : jobs) one.job.pinned = options.pin;
  size_t gone = 0;
  update_baseline(options.baseline, [&](Baseline& baseline) {
    if (anew) gone = forget(baseline, jobs, options);
    for (const ClassedJob& one : jobs) {
      note_missing(baseline.find(one.device), one, options, environment);
      add_job(baseline, one, options.baseline, jobs_to_keep(options));
    }
  });
  for (const ClassedJob& one : jobs)
    say(environment.err,
        fmt::format("wrote {}: {} of {}", options.baseline, count_of(one.job.cases.size(), "case"), text(one.device)));
  if (const std::string unnamed = unnamed_machine(jobs, path); !unnamed.empty()) say(environment.err, unnamed);
  if (std::ranges::any_of(jobs, [](const ClassedJob& one) { return !one.whole; }))
    say(environment.err,
        fmt::format("{}: its run did not come to its end; gates will not miss what it did not measure, so "
                    "finish it with 'gpupeak run --resume' and add it again",
                    shown_paths(options.files)));
  if (gone > 0) say(environment.err, fmt::format("{} went that stood there before", count_of(gone, "job")));
  return code;
}

ExitCode show_baseline(const BaselineOptions& options, Environment& environment) {
  const Style style = style_of(environment, options.color);
  const Baseline baseline = load_baseline(options.baseline);
  for (const BaselineClass& one : baseline.classes) {
    write_wrapped(environment.out, "", shown(text(one.device), style), style, Ink::strong);
    Table table;
    table.columns = {{"job", Align::right, true}, {"added", Align::left}, {"label", Align::left},
                     {"version", Align::left},    {"processes"},          {"cases"}};
    for (const BaselineJob& job : one.jobs) {
      size_t processes = 0;
      for (const auto& [id, kept] : job.cases) processes = std::max(processes, kept.time_s.size());
      const auto cell = [](std::string words) { return Cell{{{std::move(words)}}}; };
      table.rows.push_back({cell(std::to_string(table.rows.size() + 1)), cell(shown(job.added_at, style)),
                            cell(shown(job.label + (job.pinned ? " (pinned)" : ""), style)),
                            cell(shown(job.version, style)), cell(std::to_string(processes)),
                            cell(std::to_string(job.cases.size()))});
    }
    write_table(environment.out, table, style);
  }
  if (baseline.classes.empty()) environment.out << "no job\n";
  return ExitCode::ok;
}

ExitCode prune_file(const BaselineOptions& options, Environment& environment) {
  require_baseline(options.baseline);
  size_t gone = 0;
  update_baseline(options.baseline, [&](Baseline& baseline) { gone = prune(baseline, jobs_to_keep(options)); });
  say(environment.err, fmt::format("wrote {}: {} went", options.baseline, count_of(gone, "job")));
  return ExitCode::ok;
}

struct Action {
  std::string_view name;
  ExitCode (*execute)(const BaselineOptions&, Environment&);
  std::string_view takes;  // what not every action does
};
constexpr Action actions[] = {
    {"save", [](const BaselineOptions& o, Environment& e) { return put(o, e, true); }, "REPORT --label --pin"},
    {"add", [](const BaselineOptions& o, Environment& e) { return put(o, e, false); }, "REPORT --label --pin --keep"},
    {"show", show_baseline, ""},
    {"prune", prune_file, "--keep"},
};

void reject_what_it_does_not_take(const Action& action, const Invocation& call) {
  for (const std::string_view name : {"REPORT", "--label", "--pin", "--keep"})
    if (call.given(name) && action.takes.find(name) == std::string_view::npos)
      throw UsageError(fmt::format("baseline {}: takes no {}; leave it out{}", action.name, name,
                                   name == "REPORT" ? ", and name the baseline with --baseline FILE" : ""));
}

ExitCode execute_baseline(const BaselineOptions& options, const Invocation& call, Environment& environment) {
  one_of("ACTION", options.action, choices("ACTION"));
  for (const Action& action : actions)
    if (action.name == options.action) {
      reject_what_it_does_not_take(action, call);
      return action.execute(options, environment);
    }
  return ExitCode::ok;
}

}  // namespace

constinit const Command baseline_command{
    .name = "baseline",
    .summary = "keep reports in one file that a gate holds others against",
    .examples =
        "  gpupeak baseline save gpupeak-report        (begin anew with this report)\n"
        "  gpupeak baseline add gpupeak-report --label $(git rev-parse --short HEAD)\n"
        "  gpupeak baseline show\n",
    .declare = bound<BaselineOptions, declare_baseline_options, execute_baseline>,
};

}  // namespace gpupeak::cli
