#include "cli/files/text_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <streambuf>

#include "cli/files/file_lock.h"
#include "cli/process/errors.h"
#include "core/format.h"

namespace gpupeak::cli {
namespace {

constexpr size_t most_bytes = size_t{1} << 30;          // what the parsers accept
constexpr size_t most_of_a_stream = size_t{256} << 20;  // of what does not say how much it is; /dev/zero has more

}  // namespace

std::string read_text_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw UsageError(fmt::format("{}: is a directory, not a file", path.string()));
  std::ifstream file(path, std::ios::binary);
  if (!file) throw UsageError(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
  const bool sized = std::filesystem::is_regular_file(path, ignored);
  const size_t most = sized ? most_bytes : most_of_a_stream;
  std::string text;
  if (sized) text.reserve(std::min<size_t>(most, std::filesystem::file_size(path, ignored)));
  std::string piece(size_t{1} << 16, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
    text.append(piece, 0, static_cast<size_t>(file.gcount()));
    if (text.size() > most)
      throw UsageError(fmt::format("{}: is larger than {}, more than any file that gpupeak writes or reads",
                                   path.string(), gpupeak::text(Bytes(static_cast<double>(most)))));
  }
  if (file.bad()) throw UsageError(fmt::format("{}: reading failed: {}", path.string(), std::strerror(errno)));
  return text;
}

namespace {

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// A stream's way into an open file. What cannot be written makes the stream bad.
class FileBuffer : public std::streambuf {
 public:
  explicit FileBuffer(int file) : file_(file) { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

 private:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override {
    const bool written = write_all(file_, {pbase(), static_cast<size_t>(pptr() - pbase())});
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return written ? 0 : -1;
  }

  int file_;
  std::array<char, 1 << 16> buffer_{};
};

// Some file systems cannot sync a folder; the rename is in order all the same.
void sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened) ::fsync(opened.get());
}

}  // namespace

std::optional<std::string> write_atomically(const std::filesystem::path& path, std::string_view text) {
  return write_atomically(path, [&](std::ostream& out) { out << text; });
}

std::optional<std::string> write_atomically(const std::filesystem::path& path,
                                            const std::function<void(std::ostream&)>& write) {
  const std::filesystem::path temporary = path.parent_path() / ("." + path.filename().string() + ".tmp");
  const auto cause_of = [&](std::string_view step) {
    return fmt::format("{}: {} failed: {}", path.string(), step, std::strerror(errno));
  };
  const auto failed = [&](std::string_view step) {
    std::string cause = cause_of(step);
    ::unlink(temporary.c_str());
    return cause;
  };
  {
    // What lies there is left from a process that was killed, or a link to what is not ours to overwrite.
    ::unlink(temporary.c_str());
    FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file) return cause_of("creating");
    FileBuffer buffer(file.get());
    std::ostream out(&buffer);
    write(out);
    if (!out.flush()) return failed("writing");
    if (::fsync(file.get()) != 0 && errno != EINVAL) return failed("writing to the disk");
    if (::close(file.release()) != 0) return failed("closing");
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return failed("renaming");
  sync_folder(path.parent_path());
  return std::nullopt;
}

std::string LineFile::cause_of(std::string_view step) const {
  return fmt::format("{}: {} failed: {}", path_.string(), step, std::strerror(errno));
}

std::optional<std::string> LineFile::begin(std::filesystem::path path, std::string_view line) {
  path_ = std::move(path);
  size_ = 0;
  has_part_ = false;
  ::unlink(path_.c_str());  // a link there may lead to what is not ours to overwrite
  file_ = FileDescriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!file_) return cause_of("creating");
  if (auto cause = append(line)) return cause;
  sync_folder(path_.parent_path());
  return std::nullopt;
}

std::optional<std::string> LineFile::append(std::string_view line) {
  const auto cut = [&] { has_part_ = ::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0; };
  if (has_part_) cut();
  if (has_part_) return cause_of("shortening");
  const bool written = write_all(file_.get(), line);
  if (written && (::fdatasync(file_.get()) == 0 || errno == EINVAL)) {
    size_ += line.size();
    return std::nullopt;
  }
  std::string cause = cause_of(written ? "writing to the disk" : "writing");
  cut();
  return cause;
}

}  // namespace gpupeak::cli
