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

// By number, as the headers of CUDA 12.4, the oldest that builds this, do not have their names.
constexpr auto contained = static_cast<cudaError_t>(226);           // cudaErrorContained
constexpr auto tensor_memory_leak = static_cast<cudaError_t>(721);  // cudaErrorTensorMemoryLeak
constexpr auto external_device = static_cast<cudaError_t>(911);     // cudaErrorExternalDevice

// "This leaves the process in an inconsistent state and any further CUDA work will return the same error", or "the
// process must be terminated and relaunched" (CUDA Runtime API, cudaError); and errors that the hardware could not
// correct.
constexpr std::array sticky{
    cudaErrorIllegalAddress,
    cudaErrorLaunchTimeout,
    cudaErrorHardwareStackError,
    cudaErrorIllegalInstruction,
    cudaErrorMisalignedAddress,
    cudaErrorInvalidAddressSpace,
    cudaErrorInvalidPc,
    cudaErrorLaunchFailure,
    cudaErrorECCUncorrectable,
    cudaErrorAssert,
    cudaErrorNvlinkUncorrectable,
    cudaErrorMpsClientTerminated,
    contained,
    tensor_memory_leak,
    external_device,
};

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

bool is_sticky(cudaError_t error) { return std::ranges::find(sticky, error) != sticky.end(); }

void check(cudaError_t error, Place where) {
  if (error == cudaSuccess) return;
  const std::string message = fmt::format("{} ({}), at {}:{}", cudaGetErrorString(error), cudaGetErrorName(error),
                                          file_name(where.file), where.line);
  if (is_sticky(error)) throw DeviceLost("the GPU cannot go on (dmesg | grep -i xid may say why): " + message);
  cudaGetLastError();  // what is not sticky must not be met again by the next call
  if (error == cudaErrorMemoryAllocation) throw OutOfMemory(message);
  throw std::runtime_error(message);
}

}  // namespace gpupeak::cuda
