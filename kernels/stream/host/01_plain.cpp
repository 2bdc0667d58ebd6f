// 01 · plain. Loads and stores as wide as the CPU has them, two vectors per iteration; each core walks one contiguous
// part of every array, in whole cache lines. Limit: a line that a store touches is first read from memory, so `triad`
// moves 4 arrays and counts 3.
#include "kernels/stream/host/walks.h"
#include "kernels/stream/stream.h"

namespace gpupeak::host {
namespace {

bool applies(stream::Op) { return true; }

std::optional<std::string> refuses(const DeviceInfo&, const stream::Problem&) { return std::nullopt; }

Launch bind(Device& device, const stream::Problem& problem, const stream::Operands& operands) {
  return walk_parts(problem, operands, widest_walks(device.info()).plain[static_cast<size_t>(problem.op)]);
}

}  // namespace

extern constinit const stream::Rung stream_plain{
    .name = "plain",
    .idea = "the widest loads and stores",
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
