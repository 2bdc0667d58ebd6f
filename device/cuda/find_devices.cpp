// Which GPUs can be used, or in words why there are none. It opens no context: a listing must cost nothing.
#include <fmt/format.h>

#include <cstdlib>

#include "device/cuda/cuda_device.h"
#include "device/cuda/versions.h"

namespace gpupeak::cuda {
namespace {

struct Explanation {
  cudaError_t error;
  const char* text;
};

// What the errors of the first call mean to a user.
constexpr Explanation explanations[] = {
    {cudaErrorNoDevice,
     "no CUDA device is visible: there is no NVIDIA GPU, the driver is not loaded (nvidia-smi), "
     "CUDA_VISIBLE_DEVICES hides it, or a container was started without --gpus all"},
    {cudaErrorInsufficientDriver,
     "no NVIDIA driver, or one older than this program's CUDA runtime; install the driver "
     "package of your distribution or a newer one"},
    {cudaErrorSystemNotReady, "the GPU's fabric is not ready; start nvidia-fabricmanager"},
    {cudaErrorSystemDriverMismatch,
     "the driver's kernel module and library differ in version; reboot, or reload the module"},
    {cudaErrorCompatNotSupportedOnDevice,
     "the forward-compatibility driver package does not serve this GPU; remove cuda-compat"},
    {cudaErrorDevicesUnavailable,
     "the GPU is taken: another process holds it in exclusive mode (nvidia-smi -q -d COMPUTE)"},
    {cudaErrorOperatingSystem,
     "the driver refused an operating-system call; look at permissions of /dev/nvidia* and at dmesg"},
};

std::string explained(cudaError_t error) {
  for (const Explanation& known : explanations)
    if (known.error == error) return known.text;
  return fmt::format("{} ({})", cudaGetErrorString(error), cudaGetErrorName(error));
}

}  // namespace

Found find_devices() {
  int count = 0;
  if (const cudaError_t error = cudaGetDeviceCount(&count); error != cudaSuccess) {
    cudaGetLastError();
    const int driver = driver_version();
    return {{},
            error == cudaErrorInsufficientDriver && driver > 0
                ? fmt::format("the NVIDIA driver speaks CUDA {}, this program needs {}; install a newer driver",
                              version_text(driver), version_text(runtime_version()))
                : explained(error)};
  }
  Found found;
  for (int index = 0; index < count; ++index) {
    cudaDeviceProp properties{};
    if (const cudaError_t error = cudaGetDeviceProperties(&properties, index); error != cudaSuccess) {
      cudaGetLastError();
      found.note = fmt::format("GPU {}: {}", index, explained(error));
      break;
    }
    found.names.emplace_back(properties.name);
  }
  const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
  if (visible && found.note.empty())
    found.note = fmt::format("CUDA_VISIBLE_DEVICES={} chooses and orders them", visible);
  return found;
}

}  // namespace gpupeak::cuda
