#include "cli/files/load_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/compare/pool.h"
#include "cli/files/text_file.h"
#include "cli/process/errors.h"
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
std::vector<fs::path> reports_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (fs::is_regular_file(entry.path() / "report.json", ignored)) files.push_back(entry.path() / "report.json");
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    const std::string x = a.string(), y = b.string();
    return x.size() != y.size() ? x.size() < y.size() : x < y;
  });
  return files;
}

}  // namespace

Report load_report(const fs::path& path) {
  if (path == "-") return read("/dev/stdin");
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) return read(path);
  if (fs::exists(path / "report.json", ignored)) return read(path / "report.json");
  std::vector<Report> runs;
  std::vector<std::string> names;
  for (const fs::path& file : reports_below(path)) {
    runs.push_back(read(file));
    names.push_back(file.parent_path().string());
  }
  if (runs.empty())
    throw UsageError(fmt::format("{}: holds no report.json, nor do the folders in it; gpupeak run --out {} writes one",
                                 path.string(), path.string()));
  try {
    return pool(std::move(runs), names);
  } catch (const std::invalid_argument& error) {
    throw UsageError(
        fmt::format("{}: its runs cannot be read as one: {}; name one of them", path.string(), error.what()));
  }
}

}  // namespace gpupeak::cli
