// The rungs of CUDA's `launch` ladder, one per file.
#pragma once

#include "kernels/launch/launch.h"

namespace gpupeak::cuda {

extern const launch::Rung launch_kernel, launch_event, launch_graph;

}  // namespace gpupeak::cuda
