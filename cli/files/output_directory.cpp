#include "cli/files/output_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "cli/files/text_file.h"
#include "cli/process/errors.h"

namespace gpupeak::cli {
namespace {

[[noreturn]] void reject(const std::filesystem::path& folder, std::string_view cause) {
  throw UsageError(fmt::format("{}: {}; name a folder that can be written with --out DIR", folder.string(), cause));
}

std::string owner(int lock) {
  char text[32] = {};
  const ssize_t length = ::pread(lock, text, sizeof text - 1, 0);
  const std::string_view id(text, length > 0 ? static_cast<size_t>(length) : 0);
  if (id.empty()) return "";  // it has only just begun
  return fmt::format(" (process {})", id.substr(0, id.find('\n')));
}

// Whether the file of this name still is the open one: its holder removes it before it lets go.
bool still_names(const std::filesystem::path& file, int descriptor) {
  struct stat named = {}, held = {};
  return ::stat(file.c_str(), &named) == 0 && ::fstat(descriptor, &held) == 0 && named.st_ino == held.st_ino &&
         named.st_dev == held.st_dev;
}

// The lock belongs to the open file, so it goes with the process however that ends.
FileDescriptor locked(const std::filesystem::path& folder, const std::filesystem::path& file) {
  constexpr int most_tries = 1000;  // a file system may give an inode another number each time it is asked
  for (int tried = 1;; ++tried) {
    FileDescriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!lock) reject(folder, fmt::format("no file can be created in it: {}", std::strerror(errno)));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) reject(folder, fmt::format("it cannot be locked: {}", std::strerror(errno)));
      throw UsageError(fmt::format("{}: another run{} is writing there; wait for it, or write elsewhere with --out DIR",
                                   folder.string(), owner(lock.get())));
    }
    if (tried < most_tries && !still_names(file, lock.get())) continue;  // removed between opening and locking it
    const std::string id = fmt::format("{}\n", ::getpid());
    const bool written = ::ftruncate(lock.get(), 0) == 0 &&
                         ::pwrite(lock.get(), id.data(), id.size(), 0) == static_cast<ssize_t>(id.size());
    if (!written) reject(folder, fmt::format("it cannot be written to: {}", std::strerror(errno)));
    return lock;
  }
}

std::filesystem::path created(std::filesystem::path folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored))
    reject(folder, error ? error.message() : "it is a file, not a folder");
  return folder;
}

}  // namespace

std::string kept_name(std::string_view file, std::string_view kept_as) {
  const std::filesystem::path name(file);
  return fmt::format("{}.{}{}", name.stem().string(), kept_as, name.extension().string());
}

bool is_kept_report(std::string_view file) {
  const std::string_view name = file.substr(0, file.find_first_of("-.", std::string_view("report.").size()));
  return file.ends_with(".json") &&
         std::ranges::any_of(std::array{kept_previous, kept_unfinished, kept_unreadable},
                             [&](std::string_view kept) { return name == fmt::format("report.{}", kept); });
}

FolderLock::FolderLock(const std::filesystem::path& folder) : file_(folder / ".lock"), held_(locked(folder, file_)) {}

FolderLock::~FolderLock() {
  if (held_ && still_names(file_, held_.get())) ::unlink(file_.c_str());
}

OutputDirectory::OutputDirectory(std::filesystem::path folder) : folder_(created(std::move(folder))), lock_(folder_) {}

void OutputDirectory::rename(std::string_view name, std::string_view other) const {
  std::error_code error;
  std::filesystem::rename(folder_ / name, folder_ / other, error);
  if (error) reject(folder_, fmt::format("{} of an earlier run cannot be renamed: {}", name, error.message()));
}

void OutputDirectory::remove(std::string_view name) const { ::unlink((folder_ / name).c_str()); }

std::optional<std::string> OutputDirectory::write(std::string_view name, std::string_view text) const {
  return write_atomically(folder_ / name, text);
}

std::optional<std::string> OutputDirectory::write(std::string_view name,
                                                  const std::function<void(std::ostream&)>& write) const {
  return write_atomically(folder_ / name, write);
}

}  // namespace gpupeak::cli
