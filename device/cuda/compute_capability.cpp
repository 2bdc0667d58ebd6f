#include "device/cuda/compute_capability.h"

#include <fmt/format.h>

#include <charconv>

namespace gpupeak::cuda {

int compute_capability(const DeviceInfo& info) {
  constexpr std::string_view prefix = "sm_";
  for (const std::string& feature : info.features) {
    if (!feature.starts_with(prefix)) continue;
    int value = 0;
    std::from_chars(feature.data() + prefix.size(), feature.data() + feature.size(), value);
    return value;
  }
  return 0;
}

std::string lacks_capability(std::string_view what, std::string_view needed, const DeviceInfo& info) {
  const int own = compute_capability(info);
  return fmt::format("{} needs compute capability {}, {} has {}.{}", what, needed, info.name, own / 10, own % 10);
}

}  // namespace gpupeak::cuda
