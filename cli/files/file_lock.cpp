#include "cli/files/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "cli/process/errors.h"

namespace gpupeak::cli {
namespace {

constexpr std::chrono::seconds longest_wait{60};
constexpr std::chrono::milliseconds between_tries{20};

std::filesystem::path file_lock_folder(const std::filesystem::path& file) {
  return file.parent_path().empty() ? std::filesystem::path(".") : file.parent_path();
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file)
    : folder_(::open(file_lock_folder(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (!folder_)
    throw UsageError(fmt::format("{}: its folder cannot be opened: {}", file.string(), std::strerror(errno)));
  const auto end = std::chrono::steady_clock::now() + longest_wait;
  while (::flock(folder_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      throw UsageError(fmt::format("{}: its folder cannot be locked: {}", file.string(), std::strerror(errno)));
    if (std::chrono::steady_clock::now() > end)
      throw UsageError(fmt::format("{}: another program has held its folder for {} s; try again", file.string(),
                                   longest_wait.count()));
    std::this_thread::sleep_for(between_tries);
  }
}

}  // namespace gpupeak::cli
