// What is held of the file system while it is needed: an open file, and a folder in which one process writes at a time.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <utility>

namespace gpupeak::cli {

// An open file of the system, owned.
class FileDescriptor {
 public:
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(FileDescriptor&& other) noexcept : descriptor_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);  // what was held goes with `other`
    return *this;
  }
  ~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  explicit operator bool() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

// One writer of a file at a time, among processes. Nothing stays behind: the lock is on the folder, and the system lets
// go of it when its holder ends in any way.
//
// Waits for as long as another holds the folder of `file`, 60 s at most; throws UsageError then, or where it cannot be
// locked.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file);

 private:
  FileDescriptor folder_;
};

}  // namespace gpupeak::cli
