#include "cli/files/text_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

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

}  // namespace gpupeak::cli
