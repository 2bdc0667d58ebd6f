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

// Of a run: its report, and what it has measured since that was last written whole.
inline constexpr std::string_view report_file = "report.json", journal_file = "journal.jsonl";

// What an earlier run left is kept as: "report.csv" as "report.previous.csv".
inline constexpr std::string_view kept_previous = "previous", kept_unfinished = "unfinished",
                                  kept_unreadable = "unreadable";
std::string kept_name(std::string_view file, std::string_view kept_as);
bool is_kept_report(std::string_view file);

// The file `.lock` of a folder, held by this process until it ends and removed before it is let go. What a killed
// process leaves of it is taken over.
class FolderLock {
 public:
  // Throws UsageError: another run holds it (its process id), or the cause.
  explicit FolderLock(const std::filesystem::path& folder);
  FolderLock(FolderLock&&) noexcept = default;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  std::filesystem::path file_;
  FileDescriptor held_;
};

class OutputDirectory {
 public:
  // Creates the folder and takes its lock. Throws UsageError: another run is writing there (its process id), or the
  // cause.
  explicit OutputDirectory(std::filesystem::path folder);

  const std::filesystem::path& folder() const { return folder_; }

  // Throws UsageError with the cause.
  void rename(std::string_view name, std::string_view other) const;
  void remove(std::string_view name) const;  // where it is there

  // Replaces a file of the folder; nothing when all went well, else the cause.
  std::optional<std::string> write(std::string_view name, std::string_view text) const;
  std::optional<std::string> write(std::string_view name, const std::function<void(std::ostream&)>& write) const;

 private:
  std::filesystem::path folder_;
  FolderLock lock_;
};

}  // namespace gpupeak::cli
