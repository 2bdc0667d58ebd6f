#include "cli/files/load_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "analysis/compare/ignored_axes.h"
#include "analysis/compare/pool.h"
#include "cli/files/text_file.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/text.h"
#include "formats/imports.h"
#include "formats/report_json.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

// report.json, a page that one rides in, or another tool's results.
Report read(const fs::path& file) {
  return read_any_report(report_text(read_text_file(file), file.string()), file.string());
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
    if (fs::is_regular_file(entry.path() / "report.json", ignored)) files.push_back(entry.path() / "report.json");
  in_their_order(files);
  return files;
}

// Of other tools: whatever JSON lies in it.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_regular_file(ignored) && (entry.path().extension() == ".json" || entry.path().extension() == ".jsonl"))
      files.push_back(entry.path());
  in_their_order(files);
  return files;
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
  if (!fs::is_directory(path, ignored)) return read(path);
  if (fs::exists(path / "report.json", ignored)) return read(path / "report.json");
  std::vector<fs::path> files = reports_below(path);
  const bool runs_of_ours = !files.empty();
  if (!runs_of_ours) files = files_in(path);
  if (files.empty())
    throw UsageError(fmt::format(
        "{}: holds no report.json, nor do the folders in it, and no JSON of another tool; gpupeak run --out "
        "{} writes one",
        path.string(), path.string()));
  std::vector<Report> runs;
  std::vector<std::string> names;
  for (const fs::path& file : files) {
    runs.push_back(read(file));
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
