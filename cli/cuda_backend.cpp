// The row of NVIDIA GPUs, where this program was built with CUDA.
#include "cli/accelerator_peak.h"
#include "cli/backends.h"
#include "device/cuda/cuda_device.h"
#include "device/nvml/diagnose.h"
#include "kernels/cuda/kernel_set.h"

namespace gpupeak::cli {
namespace {

Discovery discover() {
  cuda::Found found = cuda::find_devices();
  return {std::move(found.names), std::move(found.note)};
}

std::unique_ptr<Device> open(int index, bool probe) {
  return cuda::open_device(index, probe ? accelerator_peak : cuda::PeakOf());
}

constexpr int needed_driver = 580;  // the oldest that works with the runtime of CUDA 13 (CUDA Toolkit release notes)

std::vector<host::Finding> diagnose() {
  return nvml::diagnose(nvml::read_nvidia_state(*nvml::Nvml::open()), needed_driver);
}

}  // namespace

constinit const Backend cuda_backend{
    .name = "cuda",
    .summary = "NVIDIA GPUs",
    .discover = discover,
    .open = open,
    .kernels = kernels::cuda_kernels,
    .diagnose = diagnose,
};

}  // namespace gpupeak::cli
