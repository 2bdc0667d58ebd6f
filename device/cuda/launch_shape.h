// What a kernel's blocks take of an SM, and what keeps more of them away.
#pragma once

#include <cuda_runtime_api.h>

#include "core/launch_shape.h"

namespace gpupeak::cuda {

// A kernel as it was started.
struct Started {
  const void* kernel = nullptr;
  dim3 blocks, threads;
  size_t shared_bytes = 0;  // dynamic
};

// Asks the runtime, for a kernel of the current device. Throws what it reports.
LaunchShape shape_of(const Started&, int device);

}  // namespace gpupeak::cuda
