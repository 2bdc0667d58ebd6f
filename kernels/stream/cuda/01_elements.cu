// 01 · elements. A thread moves one element of 8 bytes at a time, a warp two whole lines; each block walks one part of
// every array, 512 threads wide. Limit: twice the instructions per byte of rung 02.
#include "kernels/stream/cuda/walk.cuh"
#include "kernels/stream/stream.h"

namespace gpupeak::cuda {

extern constinit const stream::Rung stream_elements{
    .name = "elements",
    .idea = "8 bytes per thread and instruction",
    .applies = any_operation,
    .refuses = on_any_device,
    .bind = bind_walk<1>,
};

}  // namespace gpupeak::cuda
