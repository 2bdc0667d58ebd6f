// Why is a figure below its ceiling, and what helps? The largest gaps of a report in plain sentences.
#pragma once

#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak {

struct Gap {
  std::string id;
  double efficiency = 0;  // against the ceiling at the rated clock
  std::string sentence;   // what, cause and remedy; of several devices also which
};

// Of each ladder the fastest rung only; nothing that reaches 95 % of its ceiling.
std::vector<Gap> largest_gaps(const Report&, size_t count = 3);

}  // namespace gpupeak
