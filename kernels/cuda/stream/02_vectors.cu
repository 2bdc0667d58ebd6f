// 02 · vectors. Rung 01 with 16 bytes per thread and instruction, the widest that every GPU has: half the instructions,
// twice the bytes in flight. Limit: one block of 512 threads per SM keeps 32 KiB of each array that is read in flight.
#include "kernels/cuda/stream/rungs.h"
#include "kernels/cuda/stream/walk.cuh"

namespace gpupeak::cuda {
namespace {
bool applies(stream::Op) { return true; }
std::optional<std::string> refuses(const DeviceInfo&, const stream::Problem&) { return std::nullopt; }
}  // namespace

constinit const stream::Rung stream_vectors{
    .name = "vectors",
    .idea = "16 bytes per thread and instruction",
    .applies = applies,
    .refuses = refuses,
    .bind = bind_walk<2>,
};

}  // namespace gpupeak::cuda
