// The row of NVIDIA GPUs, where this program was built with CUDA.
#include "cli/run/accelerator_peak.h"
#include "cli/run/backends.h"
#include "device/cuda/cuda_device.h"
#include "device/nvml/diagnose.h"
#include "kernels/families.h"

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

// What the driver's own library says of the machine, then what each GPU says of itself that a user should know.
std::vector<host::Finding> diagnose() {
  std::vector<host::Finding> findings = nvml::diagnose(nvml::read_nvidia_state(*nvml::Nvml::open()), needed_driver);
  for (size_t index = 0; index < cuda::find_devices().names.size(); ++index) {
    const DeviceInfo info = open(static_cast<int>(index), false)->info();
    findings.push_back({host::Severity::ok, info.name, info.driver, ""});
    for (const std::string& note : info.notes) findings.push_back({host::Severity::note, info.name, note, ""});
  }
  return findings;
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
