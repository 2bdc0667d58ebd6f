#include "cli/files/load_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "analysis/compare/ignored_axes.h"
#include "analysis/compare/pool.h"
#include "cli/files/output_directory.h"
#include "cli/files/text_file.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/text.h"
#include "formats/imports.h"
#include "formats/report_journal.h"
#include "formats/report_json.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

// report.json, a page that one rides in, or another tool's results.
Report read(const fs::path& file) {
  const std::string text = report_text(read_text_file(file), file.string());
  if (is_journal(text))
    throw UsageError(fmt::format("{}: is the journal of a run; name the folder in which it lies with its report.json",
                                 file.string()));
  return read_any_report(text, file.string());
}

// Nothing where there is no such file.
std::optional<std::string> journal_text(const fs::path& journal) {
  std::error_code ignored;
  if (!fs::is_regular_file(journal, ignored)) return std::nullopt;
  try {
    return read_text_file(journal);
  } catch (const UsageError&) {
    if (fs::exists(journal, ignored)) throw;
    return std::nullopt;  // its run has just ended
  }
}

// With what its journal has. That is read first: if its run goes on meanwhile, the report has more than the journal
// told.
Report read_run(const fs::path& file) {
  const fs::path journal = file.parent_path() / journal_file;
  const std::optional<std::string> lines = journal_text(journal);
  Report report = read(file);
  if (lines) read_journal(*lines, journal.string(), report);
  return report;
}

// process-2 before process-10.
void in_their_order(std::vector<fs::path>& files) {
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    const std::string x = a.string(), y = b.string();
    return x.size() != y.size() ? x.size() < y.size() : x < y;
  });
}

std::vector<fs::path> reports_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (fs::is_regular_file(entry.path() / report_file, ignored)) files.push_back(entry.path() / report_file);
  in_their_order(files);
  return files;
}

// Of other tools: whatever JSON lies in it, but for what was kept of an earlier run.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_regular_file(ignored) && !is_kept_report(entry.path().filename().string()) &&
        (entry.path().extension() == ".json" || entry.path().extension() == ".jsonl"))
      files.push_back(entry.path());
  in_their_order(files);
  return files;
}

// The last complete run before one that was ended as it began.
std::string hint_of_kept(const fs::path& folder) {
  const fs::path kept = folder / kept_name(report_file, kept_previous);
  std::error_code ignored;
  return fs::exists(kept, ignored) ? fmt::format("; that of the run before is {}", kept.string()) : "";
}

// What is there twice would tell of no noise.
void refuse_twice(const std::vector<std::string>& paths) {
  std::set<fs::path> seen;
  std::error_code ignored;
  for (const std::string& path : paths)
    if (!seen.insert(fs::weakly_canonical(path, ignored)).second)
      throw UsageError(fmt::format("{}: is named twice, and twice the same tells no noise; name it once", path));
}

Report pooled(std::vector<Report> runs, const std::vector<std::string>& names, const std::string& path) {
  try {
    return pool(std::move(runs), names);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: cannot be read as one: {}; name one of them", path, error.what()));
  }
}

}  // namespace

Report load_report(const fs::path& path) {
  if (path == "-") return read("/dev/stdin");
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) return path.filename() == report_file ? read_run(path) : read(path);
  if (fs::exists(path / report_file, ignored)) return read_run(path / report_file);
  std::vector<fs::path> files = reports_below(path);
  const bool runs_of_ours = !files.empty();
  if (!runs_of_ours) files = files_in(path);
  if (files.empty())
    throw UsageError(fmt::format(
        "{}: holds no report.json, nor do the folders in it, and no JSON of another tool; gpupeak run --out "
        "{} writes one{}",
        path.string(), path.string(), hint_of_kept(path)));
  std::vector<Report> runs;
  std::vector<std::string> names;
  for (const fs::path& file : files) {
    runs.push_back(runs_of_ours ? read_run(file) : read(file));
    names.push_back(runs_of_ours ? file.parent_path().string() : file.string());
  }
  return pooled(std::move(runs), names, path.string());
}

Report load_reports(const std::vector<std::string>& paths) {
  if (paths.size() == 1) return load_report(paths.front());
  refuse_twice(paths);
  std::vector<Report> runs;
  for (const std::string& path : paths) runs.push_back(load_report(path));
  return pooled(std::move(runs), paths, shown_paths(paths));
}

std::string shown_paths(const std::vector<std::string>& paths) {
  if (paths.empty()) return "";
  return paths.size() == 1 ? paths.front() : fmt::format("{} and {} more", paths.front(), paths.size() - 1);
}

ExitCode tell_faults_of_imports(const Report& report, std::string_view path, Environment& environment) {
  constexpr size_t most_said = 3;
  if (is_planned(report.run.schedule)) return ExitCode::ok;
  std::vector<std::string> faults;
  bool measured = report.measurements.empty();
  for (const Measurement& m : report.measurements) {
    measured |= has_time(m.outcome);
    if (m.outcome == Outcome::failed || m.reason_kind == ReasonKind::unusable_row)
      faults.push_back(fmt::format("{} {}: {}", m.id.id(), name(m.outcome), m.reason));
    else if (const Note* left_out = first_of(m.notes, {NoteKind::row_left_out}))
      faults.push_back(fmt::format("{}: {}", m.id.id(), text(*left_out)));
  }
  for (size_t i = 0; i < std::min(faults.size(), most_said); ++i)
    say(environment.err, fmt::format("{}: {}", path, faults[i]));
  if (faults.size() > most_said)
    say(environment.err, fmt::format("{}: {} with a fault", path, count_of(faults.size() - most_said, "more case")));
  if (!measured) return ExitCode::nothing_measured;
  return faults.empty() ? ExitCode::ok : ExitCode::wrong;
}

void require_axes(const std::vector<Report>& reports, const std::vector<std::string>& ignored) {
  for (const std::string& axis : ignored)
    if (std::ranges::none_of(reports, [&](const Report& report) { return has_axis(report, axis); }))
      throw UsageError(fmt::format("--ignore-axis {}: no case has such an axis; 'gpupeak report' shows the ids", axis));
}

}  // namespace gpupeak::cli
