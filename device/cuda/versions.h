// Versions of the driver and of the runtime this program was linked with, as CUDA counts them: 1000 major + 10 minor.
#pragma once

#include <cuda_runtime_api.h>
#include <fmt/format.h>

#include <string>

namespace gpupeak::cuda {

// 0 when there is no driver.
inline int driver_version() {
  int version = 0;
  return cudaDriverGetVersion(&version) == cudaSuccess ? version : 0;
}

inline int runtime_version() {
  int version = 0;
  return cudaRuntimeGetVersion(&version) == cudaSuccess ? version : 0;
}

inline std::string version_text(int version) { return fmt::format("{}.{}", version / 1000, version % 1000 / 10); }

}  // namespace gpupeak::cuda
