// One writer of a file at a time, among processes. Nothing stays behind: the lock is on the folder, and the system lets
// go of it when its holder ends in any way.
#pragma once

#include <filesystem>

#include "cli/files/file_descriptor.h"

namespace gpupeak::cli {

// Waits for as long as another holds the folder of `file`, 60 s at most; throws UsageError then, or where it cannot be
// locked.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file);

 private:
  FileDescriptor folder_;
};

}  // namespace gpupeak::cli
