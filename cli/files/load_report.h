// A report by path: a file (of ours or of another tool), a run's folder, a folder of several runs or of files of
// another tool, which are pooled, or "-" for stdin.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak::cli {

// Throws UsageError or FormatError with the path and the cause.
Report load_report(const std::filesystem::path& path);

// Of several paths what they hold together, pooled.
Report load_reports(const std::vector<std::string>& paths);

// As a message names them: "a.json", "a.json and 4 more".
std::string shown_paths(const std::vector<std::string>& paths);

}  // namespace gpupeak::cli
