// What requests wait for when they arrive at random at one server: from times that were measured one by one to the load
// under which the slow ones take twice as long. Computed, not measured under load.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/units.h"

namespace gpupeak {

inline constexpr int64_t simulated_requests = 50'000;

// Requests that arrive at random (Poisson) at one server, first come first served, each with a service time drawn with
// replacement from those measured. The draws are made once, so that the response grows with the rate for every request.
class SingleServer {
 public:
  // Throws std::invalid_argument when there are no service times, or one that is not finite or not above 0.
  SingleServer(std::span<const double> service_s, uint64_t seed, int64_t requests = simulated_requests);

  // The 99th percentile of waiting and service at so many arrivals per second: waits follow D. V. Lindley's recursion
  // W' = max(0, W + S - A) (Mathematical Proceedings of the Cambridge Philosophical Society 48(2), 1952).
  Seconds response_p99(double arrivals_per_s) const;

  // Arrivals per second at which that percentile is twice the one of service alone; nothing where no rate up to twice
  // what the server can serve does it, because the slowest services stand too far out.
  std::optional<double> p99_doubles_at() const;

 private:
  std::vector<double> services_;  // seconds, of each request
  std::vector<double> gaps_;      // before the next request, in means of the time between two
};

}  // namespace gpupeak
