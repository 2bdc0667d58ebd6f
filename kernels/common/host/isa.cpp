#include "kernels/common/host/isa.h"

#include <fmt/format.h>

namespace gpupeak::host {

std::optional<std::string> refuses_without(const DeviceInfo& device, std::string_view feature) {
  if (has_feature(device, feature)) return std::nullopt;
  return fmt::format("needs {}, which {} does not have", feature, device.name.empty() ? "this CPU" : device.name);
}

}  // namespace gpupeak::host
