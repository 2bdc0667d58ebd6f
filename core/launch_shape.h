// How a device with blocks of threads was given a launch: what its gap may come from.
#pragma once

#include <cstdint>
#include <string>

#include "core/units.h"

namespace gpupeak {

struct LaunchShape {
  std::string kernel;
  int64_t blocks = 0;       // of the whole grid
  int threads = 0;          // of a block
  int registers = 0;        // of a thread
  Bytes shared;             // of a block: static and dynamic
  int blocks_per_unit = 0;  // that a unit (SM) holds at once
  int most_threads = 0;     // that a unit can hold
  std::string limited_by;   // what keeps more blocks away: "registers", "shared memory", "blocks"; empty: its threads
  bool operator==(const LaunchShape&) const = default;
};

}  // namespace gpupeak
