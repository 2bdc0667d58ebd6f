// Reads the counter every millisecond and looks at when it moves. The longest distance is taken: a period that is told
// too long refuses joules that were good, one that is told too short lets bad ones pass.
#include <fmt/format.h>

#include <algorithm>

#include "core/format.h"
#include "core/text.h"
#include "device/nvml/telemetry.h"

namespace gpupeak::nvml {

Seen<Seconds> energy_refresh(const EnergyCounter& counter, Seconds limit) {
  constexpr Seconds step{1e-3};
  constexpr int enough_moves = 9, fewest_moves = 3;
  const Seconds start = counter.now();
  Seen<Joules> last = counter.read();
  Seconds moved{0}, longest{0};
  int moves = 0;
  while (last && moves < enough_moves && counter.now() - start < limit) {
    counter.sleep(step);
    const Seen<Joules> next = counter.read();
    if (next && *next != *last) {
      const Seconds at = counter.now();
      if (moves++ > 0) longest = std::max(longest, at - moved);
      moved = at;
    }
    last = next;
  }
  if (!last) return Seen<Seconds>::none(last.reason);
  if (moves >= fewest_moves) return longest;
  return Seen<Seconds>::none(fmt::format("the energy counter moved {} in {}", count_of(moves, "time"), text(limit)));
}

}  // namespace gpupeak::nvml
