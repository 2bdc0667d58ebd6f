// Why is a case below its ceiling, and what helps? The largest cause, with the numbers that show it, and the largest
// gaps of a report in plain sentences.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/device_info.h"
#include "method/measurement.h"
#include "method/report.h"

namespace gpupeak {

struct Why {
  std::string_view cause;          // name of the row of the table: "power cap"
  std::optional<double> explains;  // share of the gap (of its logarithm), where the numbers tell
  std::string sentence;            // the numbers and what helps, without a full stop
};

// What reaches this much of its rated ceiling has no gap to speak of.
inline constexpr double worth_telling = 0.95;

// Nothing without a time or a ceiling, or where there is no gap. A cause that explains at least half of the gap goes
// first, the one that explains most before the others; then what is wrong but cannot be put in numbers; then what the
// resource that binds the case tells.
std::optional<Why> why(const Measurement&, const DeviceInfo&);

struct Gap {
  std::string id;
  double efficiency = 0;  // against the ceiling at the rated clock
  std::string sentence;   // what, cause and remedy; of several devices also which
};

// Of each ladder the fastest rung only; nothing that reaches 95 % of its ceiling.
std::vector<Gap> largest_gaps(const Report&, size_t count = 3);

}  // namespace gpupeak
