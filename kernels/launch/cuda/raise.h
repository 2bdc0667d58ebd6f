// The kernel that all rungs start: a thread per counter, which adds one to it.
#pragma once

#include "core/device.h"
#include "kernels/launch/launch.h"

namespace gpupeak::cuda {

// Starts it on the queue. Throws what the runtime says.
void start_raise(Queue&, const launch::Operands&, int64_t count);

// Brings the kernel onto the GPU, which the runtime otherwise does at its first start (lazy loading, CUDA C++
// Programming Guide): a stream that is being captured does not allow it.
void load_raise();

// A grid has at most 2^31 - 1 blocks.
std::optional<std::string> too_many_counters(const DeviceInfo&, const launch::Problem&);

// With the wait that a round trip ends with.
Launch with_wait(const launch::Problem&, Launch);

}  // namespace gpupeak::cuda
