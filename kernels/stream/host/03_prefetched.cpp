// 03 · prefetched. Rung 01 leaves it to the hardware to see the streams and fetch ahead of them, which it does within a
// page of 4 KiB at a time; here an instruction asks for each line 1 KiB before it is loaded. It lost, and runs only
// when asked for by name: on one core of a Sapphire Rapids read, copy and dot agree with rung 01 within their intervals
// from the third-level cache and memory (28.2 and 28.0 GB/s, 13.3 and 13.2 GB/s), and in the second-level cache the
// extra instructions cost 1 to 7 % (read 116 against 125 GB/s); 4 KiB ahead is no better. A CPU with a weaker
// prefetcher may say otherwise.
#include "kernels/stream/host/walks.h"
#include "kernels/stream/stream.h"

namespace gpupeak::host {
namespace {

bool applies(stream::Op op) { return stream::row(op).reads > 0; }

std::optional<std::string> refuses(const DeviceInfo&, const stream::Problem& problem) {
  if (applies(problem.op)) return std::nullopt;
  return "there is nothing to load in this op; rung=plain runs it";
}

Launch bind(Device& device, const stream::Problem& problem, const stream::Operands& operands) {
  return walk_parts(problem, operands, widest_walks(device.info()).prefetched[static_cast<size_t>(problem.op)]);
}

}  // namespace

extern constinit const stream::Rung stream_prefetched{
    .name = "prefetched",
    .idea = "each line is asked for before it is loaded",
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
