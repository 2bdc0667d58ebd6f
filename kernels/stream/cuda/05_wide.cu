// 05 · wide. Rung 02 with 32 bytes per thread and step: two instructions of 16 bytes next to each other, one where the
// GPU has such (compute capability 10.0 on). Limit: a warp's instruction meets every other 16 bytes of its lines where
// it takes two. It runs when asked for by name; it has not been measured against rung 02 yet.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern constinit const stream::Rung stream_wide{
    .name = "wide",
    .idea = "32 bytes per thread and step",
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<4>,
};

}  // namespace gpupeak::cuda
