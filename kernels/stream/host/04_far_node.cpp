// 04 · far node. Rung 01 finds each core's part in the memory nearest to it; here its whole pages are first moved to
// the node farthest from that core, so that every line crosses the link between sockets. Limit: that link.
#include "device/host/host_device.h"
#include "device/host/memory_nodes.h"
#include "kernels/stream/host/walks.h"
#include "kernels/stream/stream.h"

namespace gpupeak::host {

extern const stream::Rung stream_plain;

namespace {

bool applies(stream::Op) { return true; }

std::optional<std::string> refuses(const DeviceInfo&, const stream::Problem&) { return why_no_far_node(); }

Launch bind(Device& device, const stream::Problem& problem, const stream::Operands& operands) {
  const std::vector<MemoryNode> nodes = read_memory_nodes();
  for (int unit = 0; unit < problem.units; ++unit) {
    const auto far = farthest_node(nodes, host(device.queue()).cpu_of(unit));
    const Part part = stream::part_of(problem, unit);
    for (double* array : {operands.a, operands.b, operands.c})
      if (far && array) place_on_node(array + part.first, static_cast<size_t>(part.count) * sizeof(double), *far);
  }
  return stream_plain.bind(device, problem, operands);
}

}  // namespace

extern constinit const stream::Rung stream_far_node{
    .name = "far_node",
    .idea = "each core's part in the memory farthest from it (NUMA)",
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
