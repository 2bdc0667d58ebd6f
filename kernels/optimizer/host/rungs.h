// The rungs of the host's `optimizer` ladder, one per file.
#pragma once

#include "kernels/optimizer/optimizer.h"

namespace gpupeak::host {

extern const optimizer::Rung optimizer_naive, optimizer_vector, optimizer_fused;

}  // namespace gpupeak::host
