// What several processes saw of one device while each timed the same case, as if one had watched.
#pragma once

#include <vector>

#include "core/telemetry.h"

namespace gpupeak {

// Stretches add up: times, counts and joules; clocks, power and heat are the ranges over all; what a process could not
// read is missing with its reason; what must not change between processes (the power limit) is missing where it did.
// `parts` holds at least one.
Telemetry pooled(const std::vector<const Telemetry*>& parts);

}  // namespace gpupeak
