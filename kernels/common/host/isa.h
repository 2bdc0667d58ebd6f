// The only place that knows which instruction set the compiler builds for: one source serves every width of every CPU.
// A file names its width and target; where that target does not exist (AVX-512 on ARM) it compiles to the narrow form
// and its rung refuses at run time, because the device does not list the feature.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/device_info.h"

#if defined(__x86_64__)
#define GPUPEAK_TARGET(features) __attribute__((target(features)))
#define GPUPEAK_VECTOR_REGISTER "v"  // without AVX-512 in force the same as "x"
#else
#define GPUPEAK_TARGET(features)
#define GPUPEAK_VECTOR_REGISTER "w"
#endif

#define GPUPEAK_ISA_INLINE [[gnu::always_inline]] GPUPEAK_ISA_TARGET inline

namespace gpupeak::host {

#if defined(__x86_64__)
inline constexpr bool is_x86 = true;
#else
inline constexpr bool is_x86 = false;
#endif

// Bytes of a vector in a file written for `wanted` bytes.
constexpr int vector_bytes(int wanted) { return is_x86 ? wanted : std::min(wanted, 16); }

inline bool has_feature(const DeviceInfo& device, std::string_view feature) {
  return std::find(device.features.begin(), device.features.end(), feature) != device.features.end();
}

// Whether it has all of these; empty names are none.
inline bool has_features(const DeviceInfo& device, const std::array<std::string_view, 2>& features) {
  return std::ranges::all_of(features,
                             [&](std::string_view name) { return name.empty() || has_feature(device, name); });
}

// Why a rung that needs `feature` cannot run on this device.
inline std::optional<std::string> refuses_without(const DeviceInfo& device, std::string_view feature) {
  if (has_feature(device, feature)) return std::nullopt;
  return fmt::format("needs {}, which {} does not have", feature, device.name.empty() ? "this CPU" : device.name);
}

}  // namespace gpupeak::host
