#include "analysis/compare/pool_telemetry.h"

#include <algorithm>

#include "statistics/stats.h"

namespace gpupeak {
namespace {

using Parts = std::vector<const Telemetry*>;

// Folds one reading of all parts, from the first on; the reason of the first that has none.
template <class T, class Fold>
Seen<T> folded(const Parts& parts, Seen<T> Telemetry::*field, Fold fold) {
  Seen<T> all = parts.front()->*field;
  for (size_t i = 1; i < parts.size() && all; ++i) {
    const Seen<T>& next = parts[i]->*field;
    all = next ? Seen<T>(fold(*all, *next)) : next;
  }
  return all;
}

template <class T>
T sum(const T& a, const T& b) {
  return a + b;
}
template <class T>
T larger(const T& a, const T& b) {
  return std::max(a, b);
}
template <class T>
T later(const T&, const T& b) {
  return b;
}

Seen<ClockRange> pool_telemetry_clocks(const Parts& parts, Seen<ClockRange> Telemetry::*field) {
  Seen<ClockRange> all = folded(parts, field, [](const ClockRange& a, const ClockRange& b) {
    return ClockRange{std::min(a.min, b.min), a.median, std::max(a.max, b.max)};
  });
  if (!all) return all;
  std::vector<double> medians;
  for (const Telemetry* part : parts) medians.push_back((part->*field)->median.value);
  all.value->median = Hertz(median(medians));
  return all;
}

// The mean over the time watched.
Seen<PowerRange> power(const Parts& parts) {
  Seen<PowerRange> all = folded(parts, &Telemetry::power, [](const PowerRange& a, const PowerRange& b) {
    return PowerRange{a.mean, std::max(a.max, b.max)};
  });
  if (!all) return all;
  double joules = 0, seconds = 0;
  for (const Telemetry* part : parts) {
    joules += part->power->mean.value * part->watched.value;
    seconds += part->watched.value;
  }
  if (seconds > 0) all.value->mean = Watts(joules / seconds);
  return all;
}

Seen<Watts> limit(const Parts& parts) {
  for (const Telemetry* part : parts)
    if (part->power_limit && parts.front()->power_limit && *part->power_limit != *parts.front()->power_limit)
      return Seen<Watts>::none("it differed between the processes");
  return folded(parts, &Telemetry::power_limit, later<Watts>);
}

}  // namespace

Telemetry pooled(const std::vector<const Telemetry*>& parts) {
  Telemetry all;
  for (const Telemetry* part : parts) {
    all.watched += part->watched;
    all.stretches += part->stretches;
    all.polls += part->polls;
  }
  all.sm_clock = pool_telemetry_clocks(parts, &Telemetry::sm_clock);
  all.memory_clock = pool_telemetry_clocks(parts, &Telemetry::memory_clock);
  all.power = power(parts);
  all.power_limit = limit(parts);
  all.energy = folded(parts, &Telemetry::energy, sum<Joules>);
  all.energy_refresh = folded(parts, &Telemetry::energy_refresh, larger<Seconds>);
  all.temperature = folded(parts, &Telemetry::temperature, [](const TemperatureRange& a, const TemperatureRange& b) {
    return TemperatureRange{a.start, std::max(a.max, b.max)};
  });
  for (size_t cause = 0; cause < slowdowns.size(); ++cause) {
    all.slowed[cause] = parts.front()->slowed[cause];
    for (size_t i = 1; i < parts.size() && all.slowed[cause]; ++i) {
      const Seen<Seconds>& next = parts[i]->slowed[cause];
      all.slowed[cause] = next ? Seen<Seconds>(*all.slowed[cause] + *next) : next;
    }
  }
  all.clock_events = folded(parts, &Telemetry::clock_events, [](uint64_t a, uint64_t b) { return a | b; });
  all.link = folded(parts, &Telemetry::link, later<PcieLink>);
  all.link_max = folded(parts, &Telemetry::link_max, later<PcieLink>);
  all.ecc_uncorrected = folded(parts, &Telemetry::ecc_uncorrected, larger<int64_t>);
  all.remapped_rows = folded(parts, &Telemetry::remapped_rows, later<RemappedRows>);
  all.other_processes = folded(parts, &Telemetry::other_processes, larger<int64_t>);
  return all;
}

}  // namespace gpupeak
