#include "core/throttling.h"

#include <fmt/format.h>

#include "core/format.h"

namespace gpupeak {

Throttling operator-(const Throttling& after, const Throttling& before) {
  return {after.periods - before.periods, after.throttled - before.throttled, after.stopped - before.stopped};
}

Throttling operator+(const Throttling& a, const Throttling& b) {
  return {a.periods + b.periods, a.throttled + b.throttled, a.stopped + b.stopped};
}

std::string text(const Throttling& t) {
  const double share = t.periods > 0 ? static_cast<double>(t.throttled) / static_cast<double>(t.periods) : 0;
  return fmt::format("in {} of {} periods ({}), for {} of all CPUs together", t.throttled, t.periods, percent(share),
                     text(t.stopped));
}

}  // namespace gpupeak
