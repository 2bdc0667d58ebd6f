// The host's vendor libraries, each opened once per process.
#pragma once

#include "device/vendor_library.h"

namespace gpupeak::host {

const Opened& openblas();
const Opened& onednn();

}  // namespace gpupeak::host
