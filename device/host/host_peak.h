// The host's peaks: cores x probed issue rate x width x calibrated clock, and main memory from its modules.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/peak.h"
#include "device/host/issue_rate.h"
#include "device/host/memory_modules.h"

namespace gpupeak::host {

struct ProbedRate {
  Resource resource;
  IssueRate issue;
  int lanes = 0;                    // elements, or bytes, of one instruction
  std::optional<Hertz> clock = {};  // that the core runs such instructions at
};

// What one core was seen to do.
struct CoreProbe {
  std::optional<Hertz> clock;     // of plain code
  std::vector<ProbedRate> rates;  // of each kind of instruction that it has
};

// The clock of the calling thread's core while it keeps this resource busy; of plain code without one.
std::optional<Hertz> clock_while(std::optional<Resource> busy);

// About 0.1 s on the calling thread, which goes to these cores in turn, all of one kind: what runs on one of them for a
// while disturbs some of the tries only.
CoreProbe probe_cores(std::span<const int> cpus);

// The rate of a resource after another look at it, at the clock it is rated at already, where that sees more issues per
// cycle than `known` rests on; nothing where it does not, or what cannot be probed. About 0.2 s, like probe_cores.
std::optional<Rate> risen_rate(Resource, const Rate& known, int cores, std::span<const int> cpus);

// What was probed, the caches and main memory, each with its rate or as unknown with the reason.
Peak host_peak(int cores, const CoreProbe&, const DramRate&);

}  // namespace gpupeak::host
