// The core clock of the calling thread's core, right now, from how long a chain of dependent instructions takes. Cycle
// counters are not at hand in most virtual machines, and cpufreq reports what was asked for, not what the core does.
#pragma once

#include <optional>

#include "core/units.h"

namespace gpupeak::host {

// About 60 us: the shortest of three chains of 20 us each, so that an interruption cannot lower the figure. Nothing on
// a processor whose chain latency is not known.
std::optional<Hertz> calibrate_clock();

// How calibrate_clock() works here, for reports.
const char* clock_method();

}  // namespace gpupeak::host
