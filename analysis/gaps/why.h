// Why is a case below its ceiling, and what helps? The largest cause, with the numbers that show it, and the largest
// of some gaps in plain sentences.
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
  const Measurement* of;  // of the report
  double reached = 0;     // of the shortest time that seems possible at the clock seen (SeenRates::shortest)
  double gain = 0;        // times faster it could be, at the rated clock
  std::string sentence;   // what it reaches, cause and remedy; of several devices also which
};

// Of these measurements, each of `report`, what could gain most first. Only precise ones (reliability.h); none that
// reaches 95 % of what seems possible, and none that shows a latency.
std::vector<Gap> largest_gaps(const Report& report, const std::vector<const Measurement*>&);

}  // namespace gpupeak
