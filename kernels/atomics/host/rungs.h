// The rungs of the host's `atomics` ladder, one per file.
#pragma once

#include "kernels/atomics/atomics.h"

namespace gpupeak::host {

extern const atomics::Rung atomics_memory;

}  // namespace gpupeak::host
