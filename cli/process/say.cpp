#include "cli/process/say.h"

#include "core/text.h"
#include "reporters/text/escape.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

// Two paths of the length that Linux allows would not fit, but whoever has such has seen enough of them.
constexpr size_t most_of_the_head = 1500, most_of_the_tail = 500;

}  // namespace

std::string one_line(std::string_view text) {
  return without_commands(harmless(shortened(text, most_of_the_head, most_of_the_tail)));
}

void say(std::ostream& err, std::string_view text) { err << one_line(text) << '\n'; }

}  // namespace gpupeak::cli
