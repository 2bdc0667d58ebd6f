#include "cli/baseline_file.h"

#include <fmt/format.h>

#include <stdexcept>

#include "cli/atomic_file.h"
#include "cli/errors.h"
#include "cli/file_lock.h"
#include "cli/load_report.h"
#include "cli/text_file.h"
#include "formats/baseline_json.h"
#include "formats/error.h"

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

}  // namespace

Baseline load_baseline(const std::filesystem::path& path) { return read_baseline(read_text_file(path), path.string()); }

std::vector<ClassedJob> jobs_of(const std::string& path, const std::string& label, const std::string& added_at) {
  const Report report = load_report(path);
  std::vector<ClassedJob> jobs;
  for (size_t i = 0; i < report.devices.size(); ++i) {
    try {
      jobs.push_back({class_of(report.devices[i], report), job_of(report, i, label, added_at)});
    } catch (const std::invalid_argument& error) {
      throw UsageError(fmt::format("{}: {}", path, error.what()));
    }
  }
  if (jobs.empty()) throw UsageError(fmt::format("{}: describes no device", path));
  return jobs;
}

void add_job(Baseline& baseline, const ClassedJob& one, const std::string& file, size_t most) {
  try {
    add(baseline, one.device, one.job, most);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: {}", file, error.what()));
  }
}

void update_baseline(const std::filesystem::path& path, const std::function<void(Baseline&)>& change) {
  const FileLock lock(path);
  std::error_code ignored;
  Baseline baseline = std::filesystem::exists(path, ignored) ? load_baseline(path) : Baseline{};
  change(baseline);
  const std::string text = write_baseline(baseline);
  require_readable(text, path);
  if (const auto cause = write_atomically(path, text)) throw UsageError(*cause);
}

}  // namespace gpupeak::cli
