// What launches take that are started one by one and waited for, as a request is: percentiles rather than a median, and
// the load that the slow ones bear.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/note.h"
#include "core/units.h"

namespace gpupeak {

// Fewest launches for a percentile: five lie beyond it.
inline constexpr int fewest_for_p95 = 100, fewest_for_p99 = 500;

struct Latencies {
  int count = 0;  // launches
  Seconds p50, max;
  std::optional<Seconds> p95, p99;  // where there are enough
  std::optional<double>
      p99_doubles_at;  // launches per second that arrive at random, computed (statistics/single_server.h)
  bool operator==(const Latencies&) const = default;
};

// Percentiles are the smallest time that so many per cent of the launches do not exceed. Throws std::invalid_argument
// when there are no times, or one that is not finite or not above 0.
Latencies latencies_of(std::span<const double> times_s);

// Why p99 is not among them, and what helps; nothing where it is.
std::optional<Note> without_p99(const Latencies&);

}  // namespace gpupeak
