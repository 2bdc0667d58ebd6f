// How arrays are shared out among compute units: whole cache lines of 64 bytes each, the same on every device, so that
// sums can be checked unit by unit.
#pragma once

#include <algorithm>
#include <cstdint>

namespace gpupeak {

// Elements of an array: neighbours in memory.
struct Part {
  int64_t first = 0, count = 0;
};

// What unit `unit` of `units` has of `count` elements of 8 bytes: whole lines but for the array's end, and none has
// more than one line over another. Kernels call it too.
constexpr Part part_of(int64_t count, int64_t unit, int64_t units) {
  constexpr int64_t line = 8;
  const int64_t lines = (count + line - 1) / line;
  const int64_t from = (lines / units * unit + std::min(unit, lines % units)) * line;
  const int64_t to = (lines / units * (unit + 1) + std::min(unit + 1, lines % units)) * line;
  return {std::min(from, count), std::min(to, count) - std::min(from, count)};
}

}  // namespace gpupeak
