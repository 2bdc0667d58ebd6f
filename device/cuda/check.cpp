#include "device/cuda/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/device.h"

namespace gpupeak::cuda {
namespace {

// "This leaves the process in an inconsistent state and any further CUDA work will return the same error" (CUDA Runtime
// API, cudaError).
constexpr std::array sticky{
    cudaErrorIllegalAddress,      cudaErrorLaunchTimeout,
    cudaErrorHardwareStackError,  cudaErrorIllegalInstruction,
    cudaErrorMisalignedAddress,   cudaErrorInvalidAddressSpace,
    cudaErrorInvalidPc,           cudaErrorLaunchFailure,
    cudaErrorECCUncorrectable,    cudaErrorAssert,
    cudaErrorNvlinkUncorrectable,
};

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

bool is_sticky(cudaError_t error) { return std::ranges::find(sticky, error) != sticky.end(); }

void check(cudaError_t error, Place where) {
  if (error == cudaSuccess) return;
  const std::string message = fmt::format("{} ({}), at {}:{}", cudaGetErrorString(error), cudaGetErrorName(error),
                                          file_name(where.file), where.line);
  if (is_sticky(error)) throw DeviceLost("the GPU cannot go on: " + message);
  cudaGetLastError();  // what is not sticky must not be met again by the next call
  if (error == cudaErrorMemoryAllocation) throw OutOfMemory(message);
  throw std::runtime_error(message);
}

}  // namespace gpupeak::cuda
