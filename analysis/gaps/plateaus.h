// Where does a curve over size stand still? Each plateau of bandwidth or latency over the working set is a level of the
// memory hierarchy; the edges between them are its real sizes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "method/metrics.h"
#include "method/report.h"

namespace gpupeak {

struct Plateau {
  std::string curve;             // id of its cases without the size
  int device = 0;                // index into Report::devices
  std::string level;             // "l1", …, "dram": the smallest level that holds it
  Bytes level_size;              // that the launch reaches; 0 for dram
  const Metric* metric;          // what the curve shows: latency where there is one, else bandwidth
  double value = 0;              // median over its points, in the metric's unit
  std::optional<double> cycles;  // of latency, at the clock seen
  Bytes first, last;             // smallest and largest working set on it
  int points = 0;
};

// Of every curve with at least six sizes, in the order of the report, smallest sizes first. What rises or falls
// steadily is no plateau and is left out.
std::vector<Plateau> plateaus(const Report&);

// "L1 48 KiB: 1.69 ns (5.1 cycles), 4 KiB-32 KiB"
std::string text(const Plateau&);

// The levels that `values` (all above 0) stand still on, as first and last index: change points by dynamic programming,
// least squares of the logarithms with a penalty per segment. A point's noise is what neighbours differ by, and its own
// relative precision where that is given.
struct Segment {
  size_t first = 0, last = 0;
  bool operator==(const Segment&) const = default;
};
std::vector<Segment> level_segments(const std::vector<double>& values, const std::vector<double>& precisions = {});

}  // namespace gpupeak
