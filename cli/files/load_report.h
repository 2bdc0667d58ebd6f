// A report by path: a file (of ours or of another tool), a run's folder, a folder of several runs or of files of
// another tool, which are pooled, or "-" for stdin.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/process/environment.h"
#include "cli/process/exit_code.h"
#include "method/report.h"

namespace gpupeak::cli {

// Throws UsageError or FormatError with the path and the cause.
Report load_report(const std::filesystem::path& path);

// Of several paths what they hold together, pooled.
Report load_reports(const std::vector<std::string>& paths);

// Says on stderr which rows of another tool's file could not be used: a file that was not read as a whole is no
// success.
ExitCode tell_unusable_rows(const Report&, std::string_view path, Environment&);

// As a message names them: "a.json", "a.json and 4 more".
std::string shown_paths(const std::vector<std::string>& paths);

}  // namespace gpupeak::cli
