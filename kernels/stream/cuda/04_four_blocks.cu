// 04 · four blocks. As many threads as rung 03 in four blocks of 256: every GPU from compute capability 7.5 on has room
// for them. Limit: parts are a quarter of those of rung 02, so small arrays end sooner. It runs when asked for by name;
// it has not been measured against rung 03 yet.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern constinit const stream::Rung stream_four_blocks{
    .name = "four_blocks",
    .idea = "16 bytes, four blocks of 256 threads per SM",
    .blocks = 4,
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<2, 256, 4>,
};

}  // namespace gpupeak::cuda
