#include "cli/files/output_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

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

// The lock belongs to the open file, so it goes with the process however that ends; the file itself stays.
FileDescriptor locked(const std::filesystem::path& folder) {
  FileDescriptor lock(::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock) reject(folder, fmt::format("no file can be created in it: {}", std::strerror(errno)));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) reject(folder, fmt::format("it cannot be locked: {}", std::strerror(errno)));
    throw UsageError(fmt::format("{}: another run{} is writing there; wait for it, or write elsewhere with --out DIR",
                                 folder.string(), owner(lock.get())));
  }
  const std::string id = fmt::format("{}\n", ::getpid());
  const bool written = ::ftruncate(lock.get(), 0) == 0 &&
                       ::pwrite(lock.get(), id.data(), id.size(), 0) == static_cast<ssize_t>(id.size());
  if (!written) reject(folder, fmt::format("it cannot be written to: {}", std::strerror(errno)));
  return lock;
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

OutputDirectory::OutputDirectory(std::filesystem::path folder)
    : folder_(created(std::move(folder))), lock_(locked(folder_)) {}

void OutputDirectory::set_aside(std::string_view name) {
  const std::filesystem::path file = folder_ / name;
  if (!std::filesystem::exists(file)) return;
  const std::filesystem::path kept =
      folder_ / fmt::format("{}.previous{}", file.stem().string(), file.extension().string());
  std::error_code error;
  std::filesystem::rename(file, kept, error);
  if (error) reject(folder_, fmt::format("{} of an earlier run cannot be renamed: {}", name, error.message()));
}

std::optional<std::string> OutputDirectory::write(std::string_view name, std::string_view text) const {
  return write_atomically(folder_ / name, text);
}

std::optional<std::string> OutputDirectory::write(std::string_view name,
                                                  const std::function<void(std::ostream&)>& write) const {
  return write_atomically(folder_ / name, write);
}

}  // namespace gpupeak::cli
