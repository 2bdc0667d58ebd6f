// 90 · toy. Rung 01 once more, to see that a rung is a file and a row.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern constinit const stream::Rung stream_toy{
    .name = "toy",
    .idea = "a rung more on GPUs",
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<1>,
};

}  // namespace gpupeak::cuda
