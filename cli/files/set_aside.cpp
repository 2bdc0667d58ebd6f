#include "cli/files/set_aside.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "cli/files/export.h"
#include "cli/files/load_report.h"
#include "cli/process/errors.h"
#include "formats/error.h"
#include "formats/report_json.h"

namespace gpupeak::cli {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(file, ignored));
}

// "unreadable", or "unreadable-2" where a file of this name is kept already, …
std::string unused(const OutputDirectory& directory, std::string_view file) {
  std::string kept_as(kept_unreadable);
  for (int number = 2; is_there(directory.folder() / kept_name(file, kept_as)); ++number)
    kept_as = fmt::format("{}-{}", kept_unreadable, number);
  return kept_as;
}

// Nothing where there is none, or none that can be read.
std::optional<Report> readable(const fs::path& file) {
  if (!is_there(file)) return std::nullopt;
  try {
    return load_report(file);
  } catch (const FormatError&) {
  } catch (const UsageError&) {
  }
  return std::nullopt;
}

auto measured(const Report& report) {
  return std::ranges::count_if(report.measurements, [](const Measurement& m) { return has_time(m.outcome); });
}

// The report takes what the journal has, which is deleted then; a journal that does not belong to it is kept apart.
std::optional<Report> with_its_journal(const OutputDirectory& directory) {
  const fs::path file = directory.folder() / report_file, journal = directory.folder() / journal_file;
  std::optional<Report> report = readable(file);
  if (!is_there(journal)) return report;
  if (!report) {
    directory.rename(journal_file, kept_name(journal_file, unused(directory, journal_file)));
    return readable(file);
  }
  if (report->run.state == "running")
    if (const auto cause = directory.write(report_file, write_report(*report)))
      throw UsageError(
          fmt::format("{}; the run there before is kept: make room, or write elsewhere with --out DIR", *cause));
  directory.remove(journal_file);
  return report;
}

// As what it is kept; empty where it is not.
std::string kept_as(const OutputDirectory& directory, const std::optional<Report>& report) {
  if (!report)
    return is_there(directory.folder() / report_file) ? unused(directory, report_file) : std::string(kept_previous);
  if (report->measurements.empty()) return "";
  if (report->run.state == "complete" && measured(*report) > 0) return std::string(kept_previous);
  const auto before = readable(directory.folder() / kept_name(report_file, kept_unfinished));
  return before && measured(*before) > measured(*report) ? "" : std::string(kept_unfinished);
}

}  // namespace

void set_aside(const OutputDirectory& directory) {
  const std::string as = kept_as(directory, with_its_journal(directory));
  const auto put = [&](std::string_view file) {
    if (!is_there(directory.folder() / file)) return;
    if (as.empty())
      directory.remove(file);
    else
      directory.rename(file, kept_name(file, as));
  };
  for (const Reporter* reporter : reporters())
    for (const std::string& file : files_of(*reporter))
      if (file != report_file) put(file);
  put(report_file);  // last: until then it says where the others belong
}

}  // namespace gpupeak::cli
