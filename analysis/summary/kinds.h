// TABLE of the kinds of work that a first screen tells apart.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "method/measurement.h"

namespace gpupeak {

struct WorkKind {
  std::string_view suite;
  std::string_view title;
  std::string_view metric;  // what the best is the best by; cases whose headline it is not do not count
  // What tells the kinds of this row apart: "f32", "dram", or nothing to tell. Nothing where the case does not count.
  std::optional<std::string> (*variant)(const Measurement&);
  std::string (*detail)(const Case&);
  bool brief = false;            // several go on one line
  bool lesser = false;           // gives way where there is no room for all
  std::string_view unless = {};  // suite whose headlines, where there are any, tell the same
};

std::span<const WorkKind> work_kinds();

}  // namespace gpupeak
