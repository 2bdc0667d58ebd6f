// 02 · far node. Rung 01 on a buffer in the memory node farthest from the core: its latency and that of the link.
#include "device/host/host_device.h"
#include "device/host/memory_nodes.h"
#include "kernels/chase/chase.h"

namespace gpupeak::host {

extern const chase::Rung pointer_chase;

namespace {

std::optional<std::string> refuses(const DeviceInfo&, const chase::Problem&) { return why_no_far_node(); }

Launch bind(Device& device, const chase::Problem& problem, const chase::Operands& operands) {
  if (const auto far = farthest_node(read_memory_nodes(), host(device.queue()).cpu_of(0)))
    place_on_node(const_cast<chase::Address*>(operands.lines), static_cast<size_t>(problem.lines * chase::line_bytes),
                  *far);
  return pointer_chase.bind(device, problem, operands);
}

}  // namespace

extern constinit const chase::Rung chase_far_node{
    .name = "far_node",
    .idea = "each load needs the one before, from the memory farthest away (NUMA)",
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
