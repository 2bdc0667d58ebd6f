// How long a schedule will take, told before anything of it runs.
#pragma once

#include <span>

#include "core/upkeep.h"
#include "method/schedule.h"

namespace gpupeak {

// What a launch is taken to last, in times of its ceiling: of rungs from the naive to the vendor's.
inline constexpr double ceilings_of_a_launch = 3;

// How much longer than the share of the cores tells it takes at the longest: to draw operands and compare results, with
// threads that wait for one that has no core and others that begin; and to launch, as a launch that is long waits
// little.
inline constexpr double longest_stretch = 5, longest_launch_stretch = 2;

struct ExpectedTime {
  // Where samples repeat within the precision that is asked for, and launches take some times their ceiling.
  Seconds about{0};
  // Where every case uses up its time for warming up and for samples.
  Seconds at_most{0};
  // As at_most, with what has no limit so much longer.
  Seconds longest{0};
};
ExpectedTime& operator+=(ExpectedTime&, const ExpectedTime&);

// What this process gets of its cores while all its threads compute: others, or a quota, take the rest. Computes for a
// fifth of a second.
double share_of_cores();

// Measured here and now, in some hundredths of a second, `share` being 1; allocates up to 32 MiB on the device.
UpkeepRates measure_upkeep_rates(Device&);

// Of one case; nothing where it would be skipped.
ExpectedTime expected_time(const ScheduledCase&, const Schedule&, std::span<const Suite* const>, const Rank&,
                           const UpkeepRates&);

// Of all cases that would not be skipped: warm-up, samples, and two rounds of operands and verification, each of which
// launches every set of operands. The budget of the schedule, where it has one, limits them, but for the case at hand.
ExpectedTime expected_time(const Schedule&, std::span<const Suite* const>, const Rank&, const UpkeepRates&);

}  // namespace gpupeak
