// The ceilings of a device that a report knows: what its peak says of them, and where that knows nothing the best that
// was measured, which the device may surpass: no efficiency is made of it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak {

// One line of a roofline: resources of one kind whose rates are within 2 % of one another.
struct Roof {
  std::vector<Resource> resources;
  Unit unit;
  double rate;  // of the fastest of them, in flop/s or byte/s
  bool measured;
  std::string origin;  // "datasheet", "best measured"
};

// Of the resources that `charged` names, of every kind of arithmetic that was measured alone and of every
// level of memory that precise measurements moved bytes to or from; the fastest first.
std::vector<Roof> roofs_of(const Report&, int device, const std::set<Resource>& charged);

// "fp8, int8 tensor 1.98 PFLOP/s", "dram 51.7 GB/s measured"
std::string label_of(const Roof&);

// The rate alone: "1.98 PFLOP/s".
std::string rate_text(const Roof&);

}  // namespace gpupeak
