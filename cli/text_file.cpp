#include "cli/text_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "cli/errors.h"
#include "core/format.h"

namespace gpupeak::cli {
namespace {

constexpr size_t most_bytes = size_t{256} << 20;  // what the parsers accept; /dev/zero has more

}  // namespace

std::string read_text_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw UsageError(fmt::format("{}: is a directory, not a file", path.string()));
  std::ifstream file(path, std::ios::binary);
  if (!file) throw UsageError(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
  std::string text;
  std::string piece(size_t{1} << 16, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
    text.append(piece, 0, static_cast<size_t>(file.gcount()));
    if (text.size() > most_bytes)
      throw UsageError(fmt::format("{}: is larger than {}, more than any file that gpupeak writes or reads",
                                   path.string(), gpupeak::text(Bytes(static_cast<double>(most_bytes)))));
  }
  if (file.bad()) throw UsageError(fmt::format("{}: reading failed: {}", path.string(), std::strerror(errno)));
  return text;
}

}  // namespace gpupeak::cli
