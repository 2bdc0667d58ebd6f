// Several runs of one schedule in fresh processes, as one report: samples keep the number of their process.
#pragma once

#include <string>
#include <vector>

#include "core/telemetry.h"
#include "method/report.h"

namespace gpupeak {

inline constexpr int most_processes = 1'000'000;  // of a report; its schema's limit

// Throws std::invalid_argument when empty, or when two of them differ in device, data, method, clock policy, or in the
// work of a case: it says which two (by `names`, else "run 2") and in what. Statistics are recomputed over
// all samples; a case that was not measured in some process keeps the worst outcome and its reason.
Report pool(std::vector<Report> runs, const std::vector<std::string>& names = {});

// What several processes saw of one device while each timed the same case, as if one had watched.
// Stretches add up: times, counts and joules; clocks, power and heat are the ranges over all; what a process could not
// read is missing with its reason; what must not change between processes (the power limit) is missing where it did.
// `parts` holds at least one.
Telemetry pooled(const std::vector<const Telemetry*>& parts);

}  // namespace gpupeak
