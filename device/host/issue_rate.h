// How many instructions of a kind one core issues per cycle. CPUID does not tell: processors of one family differ in
// ports.
#pragma once

#include <optional>
#include <string>

#include "core/units.h"
#include "device/host/issue_loops.h"

namespace gpupeak::host {

struct IssueRate {
  double measured = 0;          // instructions per cycle, the best of several tries; 0 when not measured
  std::optional<double> taken;  // the whole number of ports behind it
  std::string unknown;          // why there is none
};

// The figure ports can have that is within 12 % of what was measured; nothing when none is.
std::optional<double> nearest_port_count(double measured);

// About 5 ms on the calling thread, which should stay on one core; longer while other programs disturb it.
// `calibrate` reads the clock such instructions run at.
IssueRate probe_issue_rate(const IssueLoop&, std::optional<Hertz> (*calibrate)());

}  // namespace gpupeak::host
