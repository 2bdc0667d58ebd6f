// The rungs of CUDA's `dispatch` ladder, one per file.
#pragma once

#include "kernels/launch/launch.h"

namespace gpupeak::cuda {

extern const dispatch::Rung dispatch_kernel, dispatch_event, dispatch_graph;

}  // namespace gpupeak::cuda
