// 06 · waves. Rung 03 gives every block a part of its own and all blocks start together, so that the launch ends with
// the slowest: SMs that share the way to memory with more others (GPCs of 16 and of 18 SMs) end later. Here are 8 times
// as many blocks as fit, with parts of an eighth, and the hardware gives an SM the next block when one has ended.
// Limit: the start and end of 8 blocks instead of one, and a last wave that is not full. Not measured on a GPU yet.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {
namespace {

constexpr int blocks_at_once = 2, waves = 8;

}  // namespace

extern constinit const stream::Rung stream_waves{
    .name = "waves",
    .idea = "16 bytes, 8 times as many blocks as fit at once",
    .in_memory_only = true,
    .blocks = blocks_at_once * waves,
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<2, 512, blocks_at_once>,
};

}  // namespace gpupeak::cuda
