// The threads of this process beside the calling one: those of vendor libraries spin after their work.
#pragma once

#include <filesystem>
#include <string>

namespace gpupeak::host {

// Whether any of them is running or waits for a core, by /proc/self/task; false when that cannot be read.
bool other_threads_run();

// The same of the threads listed in `tasks` (one folder each, as in /proc/PID/task), except `self`.
bool other_threads_run(const std::filesystem::path& tasks, const std::string& self);

}  // namespace gpupeak::host
