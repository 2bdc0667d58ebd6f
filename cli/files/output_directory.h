// The folder a run writes to: locked against a second run, proved writable before anything is measured, and never the
// reason that a measured result is lost.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "cli/files/file_lock.h"

namespace gpupeak::cli {

class OutputDirectory {
 public:
  // Creates the folder and takes its lock. Throws UsageError: another run is writing there (its process id), or the
  // cause.
  explicit OutputDirectory(std::filesystem::path folder);

  const std::filesystem::path& folder() const { return folder_; }

  // What an earlier run left (report.json, report.csv, …) becomes report.previous.*: it must not be lost, nor taken for
  // this run's.
  void set_aside(std::string_view name);

  // Replaces a file of the folder; nothing when all went well, else the cause.
  std::optional<std::string> write(std::string_view name, std::string_view text) const;
  std::optional<std::string> write(std::string_view name, const std::function<void(std::ostream&)>& write) const;

 private:
  std::filesystem::path folder_;
  FileDescriptor lock_;
};

}  // namespace gpupeak::cli
