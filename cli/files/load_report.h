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

// Of what another tool measured: says on stderr which cases failed and which rows could not be used. Either is no
// success, nor is a file whose cases were all skipped.
ExitCode tell_faults_of_imports(const Report&, std::string_view path, Environment&);

// Throws UsageError for an axis to ignore that no case has.
void require_axes(const std::vector<Report>&, const std::vector<std::string>& ignored);

// As a message names them: "a.json", "a.json and 4 more".
std::string shown_paths(const std::vector<std::string>& paths);

}  // namespace gpupeak::cli
