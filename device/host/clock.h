// The core clock of the calling thread's core, right now, from how long a chain of dependent instructions takes. Cycle
// counters are not at hand in most virtual machines, and cpufreq reports what was asked for, not what the core does.
#pragma once

#include <optional>

#include "core/units.h"

namespace gpupeak::host {

// About 60 us: the shortest of three chains of 20 us each, so that an interruption cannot lower the figure. Nothing on
// a processor whose chain latency is not known.
std::optional<Hertz> calibrate_clock();

// The same while the widest multiply-add units are kept busy. Many processors lower their clock for that, and raise it
// again within a microsecond: a chain that runs alone, even right after such work, reads a clock that the work never
// had. About 80 us: like calibrate_clock(), but with multiply-adds beside the chain, as many as leave the chain the
// bottleneck. Where there is no such loop, the same as calibrate_clock().
std::optional<Hertz> calibrate_vector_clock();

// The same with products of tiles beside the chain. Where there are none, the same as calibrate_vector_clock().
std::optional<Hertz> calibrate_tile_clock();

// How calibrate_clock() works here, for reports.
const char* clock_method();

}  // namespace gpupeak::host
