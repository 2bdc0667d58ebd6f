#include "statistics/latencies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "statistics/single_server.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

constexpr uint64_t seed_of_arrivals = 1;  // the same for all, so that cases are compared under the same arrivals

}  // namespace

Latencies latencies_of(std::span<const double> times_s) {
  if (times_s.empty()) throw std::invalid_argument("latencies of no launches");
  for (const double time : times_s)
    if (!std::isfinite(time) || !(time > 0))
      throw std::invalid_argument(
          fmt::format("the timer read {} s for a single launch: it stood still or jumped back; gpupeak doctor looks at "
                      "the clock",
                      time));
  Latencies found;
  found.count = static_cast<int>(times_s.size());
  found.p50 = Seconds(percentile(times_s, 0.50));
  found.max = Seconds(*std::ranges::max_element(times_s));
  if (found.count >= fewest_for_p95) found.p95 = Seconds(percentile(times_s, 0.95));
  if (found.count < fewest_for_p99) return found;
  found.p99 = Seconds(percentile(times_s, 0.99));
  found.p99_doubles_at = SingleServer(times_s, seed_of_arrivals).p99_doubles_at();
  return found;
}

std::optional<Note> without_p99(const Latencies& found) {
  if (found.p99) return std::nullopt;
  return Note{NoteKind::no_p99, {static_cast<double>(found.count), static_cast<double>(fewest_for_p99)}};
}

}  // namespace gpupeak
