// The working set that shows a level of the memory hierarchy: in that level, and not in the one before it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "method/suite.h"

namespace gpupeak {

struct LevelSize {
  Bytes size;                // over all arrays
  std::optional<Note> note;  // llc_not_exceeded: …
};

// `level` is a cache of the device or "dram", for a launch on `units` of its compute units.
// Where loads can go round the level before it, the size is chosen as if that were not there.
std::variant<LevelSize, Skip> level_size(const Target&, std::string_view level, int units);

}  // namespace gpupeak
