// Whether a case reaches the share of its theoretical peak that a rule asks for.
#pragma once

#include <string>

#include "analysis/gate/rules.h"
#include "method/measurement.h"

namespace gpupeak {

enum class Floor {
  none,     // the rule asks for none
  met,      // or not surely missed
  missed,   // the whole 99 % interval of the median lies below it
  unknown,  // no ceiling is known, or so few samples have no such interval
};

struct FloorFinding {
  Floor floor = Floor::none;
  std::string reason;  // a clause; empty for none
};

// Of a measured case.
FloorFinding hold_against_floor(const Measurement&, const Rule&);

}  // namespace gpupeak
