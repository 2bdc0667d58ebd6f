// How a quota of CPU time stopped this process: an operating system counts it, and it explains what no clock shows.
#pragma once

#include <cstdint>
#include <string>

#include "core/units.h"

namespace gpupeak {

// Of the control groups that this process is in, together. Linux: cpu.stat of Documentation/admin-guide/cgroup-v2.
struct Throttling {
  int64_t periods = 0;    // of the quota, in which the process ran (nr_periods)
  int64_t throttled = 0;  // of these, those in which it was stopped until the next began (nr_throttled)
  Seconds stopped;        // time that this took, of all CPUs together (throttled_usec)

  bool operator==(const Throttling&) const = default;
};

// Counters only grow: what they grew by, and what two stretches add up to.
Throttling operator-(const Throttling& after, const Throttling& before);
Throttling operator+(const Throttling&, const Throttling&);

// "in 434 of 463 periods (93.7 %), for 21.3 s of all CPUs together"
std::string text(const Throttling&);

}  // namespace gpupeak
