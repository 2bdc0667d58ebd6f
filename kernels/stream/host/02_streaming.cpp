// 02 · streaming. Rung 01 reads every line before it overwrites it; non-temporal stores gather a whole line and send it
// to memory without that read: 3 arrays moved for the 3 that triad counts. Limit: memory itself; in a cache they are
// slower than plain ones.
#include "kernels/common/host/isa.h"
#include "kernels/stream/host/walks.h"
#include "kernels/stream/stream.h"

namespace gpupeak::host {
namespace {

// Stores of 32 bytes, two to a line, where there are such: those of 64 were 8 % slower (Sapphire Rapids).
Walk walk_for(const DeviceInfo& device, stream::Op op) {
  const Walks& walks = has_feature(device, "avx2") ? walks_avx2 : walks_vector128;
  return walks.streaming[static_cast<size_t>(op)];
}

bool applies(stream::Op op) { return stream::row(op).writes > 0; }

std::optional<std::string> refuses(const DeviceInfo& device, const stream::Problem& problem) {
  if (walk_for(device, problem.op)) return std::nullopt;
  return applies(problem.op) ? "this CPU has no non-temporal stores that we know; rung=plain runs here"
                             : "there is nothing to store in this op; rung=plain runs it";
}

Launch bind(Device& device, const stream::Problem& problem, const stream::Operands& operands) {
  return walk_parts(problem, operands, walk_for(device.info(), problem.op));
}

}  // namespace

extern constinit const stream::Rung stream_streaming{
    .name = "streaming",
    .idea = "stores that go round the caches",
    .in_memory_only = true,
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
