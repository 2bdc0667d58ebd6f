#include "device/host/other_threads.h"

#include <unistd.h>

#include <system_error>

#include "device/host/small_file.h"

namespace gpupeak::host {

bool other_threads_run() { return other_threads_run("/proc/self/task", std::to_string(gettid())); }

bool other_threads_run(const std::filesystem::path& tasks, const std::string& self) {
  std::error_code unreadable;
  for (const auto& task : std::filesystem::directory_iterator(tasks, unreadable)) {
    if (task.path().filename() == self) continue;
    const auto status = read_small_file(task.path() / "stat");  // PID (name, which may hold anything) STATE …
    if (!status) continue;                                      // it has just ended
    const size_t name_end = status->rfind(')');
    if (name_end != std::string::npos && status->substr(name_end, 3) == ") R") return true;
  }
  return false;
}

}  // namespace gpupeak::host
