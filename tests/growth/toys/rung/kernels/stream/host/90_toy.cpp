// 90 · toy. The loops of rung 01 with the narrowest vectors, to see that a rung is a file and a row.
#include "kernels/stream/host/walks.h"
#include "kernels/stream/stream.h"

namespace gpupeak::host {
namespace {

bool applies(stream::Op) { return true; }

std::optional<std::string> refuses(const DeviceInfo&, const stream::Problem&) { return std::nullopt; }

Launch bind(Device&, const stream::Problem& problem, const stream::Operands& operands) {
  return walk_parts(problem, operands, walks_vector128.plain[static_cast<size_t>(problem.op)]);
}

}  // namespace

extern constinit const stream::Rung stream_toy{
    .name = "toy",
    .idea = "a rung more on the host",
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
