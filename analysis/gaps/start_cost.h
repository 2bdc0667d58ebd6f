// How much work makes a launch worth its start? The time of one kernel over the bytes it moves, as t = a + bytes / b: a
// is what every start costs, b the rate that large kernels approach, a * b the bytes at which half of it is reached.
#pragma once

#include <string>
#include <vector>

#include "core/units.h"
#include "method/report.h"

namespace gpupeak {

struct StartCost {
  std::string curve;    // id of its cases without the size
  int device = 0;       // index into Report::devices
  Seconds start;        // a
  BytesPerSecond rate;  // b
  double worst = 0;     // largest |t / fit - 1| over its points
  int points = 0;
};

// Of every curve of cases that have this view with at least four sizes that tell a from b, in the order of the report.
std::vector<StartCost> start_costs(const Report&);

// "2.10 us + bytes / 850 GB/s, half speed at 1.7 MiB; fits 5 sizes within 8 %"
std::string text(const StartCost&);

struct Line {
  double at_zero = 0, slope = 0;
};
// The line y = at_zero + slope x with the least squares of relative residuals; y above 0. Neither is below 0: where the
// best line has such a one, it is 0 and the other fitted alone.
Line line_of(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace gpupeak
