// The TABLE of reporters, in the order they are listed.
#include "reporters/reporters.h"

#include <array>

namespace gpupeak {

extern const Reporter console_reporter;
extern const Reporter json_reporter;
extern const Reporter csv_reporter;

namespace {
constexpr std::array<const Reporter*, 3> table{&console_reporter, &json_reporter, &csv_reporter};
}

std::span<const Reporter* const> reporters() { return table; }

const Reporter* reporter_named(std::string_view name) {
  for (const Reporter* reporter : table)
    if (reporter->name == name) return reporter;
  return nullptr;
}

}  // namespace gpupeak
