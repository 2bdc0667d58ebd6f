// The rungs of the host's `dot` ladder, one per file.
#pragma once

#include "kernels/dot/dot.h"

namespace gpupeak::host {

extern const dot::Rung dot_avx_vnni, dot_avx512, dot_amx;

}  // namespace gpupeak::host
