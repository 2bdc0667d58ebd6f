// Looks a file up among those that cmake/embed.cmake compiled in.
#include "formats/embedded.h"

#include <fmt/format.h>

#include <stdexcept>

namespace gpupeak {

std::string_view embedded(std::string_view path) {
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == path) return file.contents;
  throw std::out_of_range(fmt::format("the binary carries no configs/{}", path));
}

}  // namespace gpupeak
