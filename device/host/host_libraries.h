// The host's vendor libraries, each opened once per process.
#pragma once

#include "device/vendor_library.h"

namespace gpupeak::host {

const Opened& openblas();
const Opened& onednn();

// How many threads oneDNN's next primitive runs on when this thread executes it. Does nothing for a build that has
// no OpenMP.
void onednn_set_threads(int threads);

}  // namespace gpupeak::host
