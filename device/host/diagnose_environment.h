// Variables of the environment that steer the threads and kernels of vendor libraries.
#pragma once

#include <vector>

#include "device/host/diagnose.h"

namespace gpupeak::host {

// One finding per variable that is set and matters; one that says so when none is. Nothing when they are not known.
std::vector<Finding> diagnose_environment(const HostState&);

}  // namespace gpupeak::host
