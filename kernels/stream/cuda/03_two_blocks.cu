// 03 · two blocks. Rung 02 with two blocks of 512 threads on each SM, each with a part of its own: twice the bytes in
// flight, and one block's end hides behind the other's work. Limit: memory has twice as many places to read from at
// once.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern constinit const stream::Rung stream_two_blocks{
    .name = "two_blocks",
    .idea = "16 bytes, two blocks of 512 threads per SM",
    .blocks = 2,
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<2, 512, 2>,
};

}  // namespace gpupeak::cuda
