// Files as whole texts: read up to a limit, and replaced in one step, so that a reader, or a machine that stops at any
// moment, finds the old text or the new, never a part. And files that grow by whole lines.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "cli/files/file_lock.h"

namespace gpupeak::cli {

std::string read_text_file(const std::filesystem::path& path);

// Writes to a temporary file beside `path`, which no link can lead elsewhere, syncs it, renames it and syncs the
// folder. Nothing when all went well, else the cause; `path` then holds what it held before.
std::optional<std::string> write_atomically(const std::filesystem::path& path, std::string_view text);

// The same for a text of any size, which `write` writes piece by piece.
std::optional<std::string> write_atomically(const std::filesystem::path& path,
                                            const std::function<void(std::ostream&)>& write);

// A file that only grows, by lines that are on the disk when `append` returns. Of a line that could not be written
// whole no part stays, as soon as the disk allows that again.
class LineFile {
 public:
  // Begins the file at `path` anew, with this line. Nothing when all went well, else the cause.
  std::optional<std::string> begin(std::filesystem::path path, std::string_view line);
  std::optional<std::string> append(std::string_view line);  // after begin()
  size_t size() const { return size_; }                      // bytes of whole lines

 private:
  std::string cause_of(std::string_view step) const;  // of errno

  std::filesystem::path path_;
  FileDescriptor file_{-1};
  size_t size_ = 0;
  bool has_part_ = false;  // of a line, behind the whole ones
};

}  // namespace gpupeak::cli
