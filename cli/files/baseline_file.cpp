#include "cli/files/baseline_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "cli/files/file_lock.h"
#include "cli/files/load_report.h"
#include "cli/files/text_file.h"
#include "cli/process/errors.h"
#include "formats/error.h"
#include "formats/gate_files.h"

namespace gpupeak::cli {
namespace {

// A file that cannot be read again would take every earlier job with it.
void require_readable(const std::string& text, const std::filesystem::path& path) {
  try {
    read_baseline(text, path.string());
  } catch (const FormatError& error) {
    throw UsageError(fmt::format("{}: left as it was, for what would be written could not be read again ({})",
                                 path.string(), error.what()));
  }
}

// Where links lead, whether or not a file is there: the lock is of its folder, and the link stays one.
std::filesystem::path followed(std::filesystem::path path) {
  constexpr int most_links = 40;  // as in path_resolution(7)
  std::error_code error;
  for (int links = 0; std::filesystem::is_symlink(path, error); ++links) {
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) throw UsageError(fmt::format("{}: cannot be followed: {}", path.string(), error.message()));
    if (links == most_links) throw UsageError(fmt::format("{}: its links lead in a circle", path.string()));
    path = path.parent_path() / target;  // an absolute target takes the place of all
  }
  return path;
}

}  // namespace

void require_baseline(const std::filesystem::path& path, std::string_view otherwise) {
  std::error_code error;
  if (std::filesystem::exists(path, error) || error) return;  // what else is wrong, reading it says
  const std::string name = path.string();
  throw UsageError(fmt::format("{}: there is no such baseline; make one with 'gpupeak baseline save REPORT{}'{}", name,
                               name == default_baseline ? "" : " --baseline " + name, otherwise));
}

Baseline load_baseline(const std::filesystem::path& path, std::string_view otherwise) {
  require_baseline(path, otherwise);
  return read_baseline(read_text_file(path), path.string());
}

std::vector<ClassedJob> jobs_of(const Report& report, const std::string& path, const std::string& label,
                                const std::string& added_at) {
  std::vector<ClassedJob> jobs;
  std::string why = "describes no device";
  for (size_t i = 0; i < report.devices.size(); ++i) {
    try {
      jobs.push_back(
          {class_of(report.devices[i], report), job_of(report, i, label, added_at), report.run.state == "complete"});
    } catch (const std::invalid_argument& error) {  // of several devices the others may have something to keep
      why = error.what();
    }
  }
  if (jobs.empty()) throw UsageError(fmt::format("{}: {}", path, why));
  return jobs;
}

std::string unnamed_machine(const std::vector<ClassedJob>& jobs, const std::string& report) {
  if (std::ranges::none_of(jobs, [](const ClassedJob& one) { return one.device.name.empty(); })) return {};
  return fmt::format(
      "{}: names no machine, so jobs of different ones would be taken for one; keep a baseline for each with "
      "--baseline FILE",
      report);
}

void add_job(Baseline& baseline, const ClassedJob& one, const std::string& file, size_t most) {
  try {
    add(baseline, one.device, one.job, most);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: {}", file, error.what()));
  }
}

void update_baseline(const std::filesystem::path& given, const std::function<void(Baseline&)>& change) {
  const std::filesystem::path path = followed(given);
  const FileLock lock(path);
  std::error_code ignored;
  Baseline baseline = std::filesystem::exists(path, ignored) ? load_baseline(path) : Baseline{};
  change(baseline);
  const std::string text = write_baseline(baseline);
  require_readable(text, path);
  if (const auto cause = write_atomically(path, text)) throw UsageError(*cause);
}

}  // namespace gpupeak::cli
