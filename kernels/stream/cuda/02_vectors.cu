// 02 · vectors. Rung 01 with 16 bytes per thread and instruction, the widest that every GPU has: half the instructions,
// twice the bytes in flight. Limit: one block of 512 threads per SM keeps 32 KiB of each array that is read in flight.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern constinit const stream::Rung stream_vectors{
    .name = "vectors",
    .idea = "16 bytes per thread and instruction",
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<2>,
};

}  // namespace gpupeak::cuda
