// Variables of the environment that steer the threads and kernels of vendor libraries.
#pragma once

#include <vector>

#include "device/diagnosis.h"
#include "device/host/host_state.h"

namespace gpupeak::host {

// One diagnosis per variable that is set and matters; one that says so when none is. Nothing when they are not known.
std::vector<Diagnosis> diagnose_environment(const HostState&);

}  // namespace gpupeak::host
