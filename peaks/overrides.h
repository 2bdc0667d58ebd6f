// A user's own figures for peaks, which replace what was found.
#pragma once

#include <string>
#include <vector>

#include "core/peak.h"

namespace gpupeak {

struct PeakOverride {
  Resource resource;
  double per_second = 0;  // flop/s or byte/s
  std::string written;    // "dram=51.2GB/s", as the user wrote it
};

// In their order. A figure keeps the meaning of the one it replaces: whose share it is, and whether it follows the
// clock.
void override_peaks(const std::vector<PeakOverride>&, Peak&);

}  // namespace gpupeak
