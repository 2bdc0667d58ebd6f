// When an energy counter may be believed.
#include "core/telemetry.h"

#include <fmt/format.h>

#include "core/format.h"

namespace gpupeak {

Seen<Joules> trusted_energy(const Seen<Joules>& counter, const Seen<Seconds>& refresh, Seconds watched, int stretches) {
  if (!counter) return counter;
  if (!refresh) return Seen<Joules>::none("the refresh of the energy counter is not known: " + refresh.reason);
  if (stretches < 1) return Seen<Joules>::none("nothing was watched");
  const Seconds each = watched / static_cast<double>(stretches);
  if (each >= fewest_refreshes * *refresh) return counter;
  return Seen<Joules>::none(
      fmt::format("a stretch lasted {} on average, shorter than {:.0f} refreshes of the energy counter ({} each)",
                  text(each), fewest_refreshes, text(*refresh)));
}

}  // namespace gpupeak
