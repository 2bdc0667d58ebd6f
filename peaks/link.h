// The peak of a device's link to the host.
#pragma once

#include "core/peak.h"
#include "core/telemetry.h"

namespace gpupeak {

// Both ways of a device's PCIe link at its best (an idle one is at a lower generation), or why they are not known.
void add_link(const Seen<PcieLink>& best, Peak&);

}  // namespace gpupeak
