#include "kernels/common/host/far_node.h"

#include "device/host/memory_nodes.h"

namespace gpupeak::host {

std::optional<std::string> why_no_far_node() {
  if (read_memory_nodes().size() > 1) return std::nullopt;
  return "this machine has one memory node: all memory is equally near";
}

}  // namespace gpupeak::host
