// Why is a case below its ceiling? The largest cause, with the numbers that show it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/device_info.h"
#include "method/measurement.h"

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

}  // namespace gpupeak
