#include "cli/say.h"

#include "core/shortened.h"
#include "reporters/escape.h"

namespace gpupeak::cli {
namespace {

// Two paths of the length that Linux allows would not fit, but whoever has such has seen enough of them.
constexpr size_t most_of_the_head = 1500, most_of_the_tail = 500;

}  // namespace

std::string one_line(std::string_view text) {
  std::string line = harmless(shortened(text, most_of_the_head, most_of_the_tail));
  for (size_t at = line.find("##"); at != std::string::npos; at = line.find("##", at + 1)) line.insert(at + 1, " ");
  // A command of GitHub begins a line, whatever space is before it.
  if (const size_t first = line.find_first_not_of(' '); first != std::string::npos && line.find("::") == first)
    line.insert(first + 1, " ");
  return line;
}

void say(std::ostream& err, std::string_view text) { err << one_line(text) << '\n'; }

}  // namespace gpupeak::cli
