// A report by path: a file (of ours or of another tool), a run's folder, a folder of several runs, which are pooled, or
// "-" for stdin.
#pragma once

#include <filesystem>

#include "method/report.h"

namespace gpupeak::cli {

// Throws UsageError or FormatError with the path and the cause.
Report load_report(const std::filesystem::path& path);

}  // namespace gpupeak::cli
