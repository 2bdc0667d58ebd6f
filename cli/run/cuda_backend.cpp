// The row of NVIDIA GPUs, where this program was built with CUDA.
#include "cli/run/backends.h"
#include "device/cuda/cuda_device.h"
#include "device/nvml/diagnose.h"
#include "formats/catalogue.h"
#include "kernels/families.h"

namespace gpupeak::cli {
namespace {

Discovery discover() {
  cuda::Found found = cuda::find_devices();
  return {std::move(found.names), std::move(found.note), found.driver || nvml::in_machine()};
}

std::unique_ptr<Device> open(int index, const Opening& opening) {
  return opening.probe ? cuda::open_device(index, opening, catalogue()) : cuda::open_device(index, opening);
}

constexpr int needed_driver = 580;  // the oldest that works with the runtime of CUDA 13 (CUDA Toolkit release notes)

// What the driver's own library says of the machine, then what each GPU says of itself that a user should know.
std::vector<Diagnosis> diagnose() {
  std::vector<Diagnosis> found = nvml::diagnose(nvml::read_nvidia_state(*nvml::Nvml::open()), needed_driver);
  for (size_t index = 0; index < cuda::find_devices().names.size(); ++index) {
    const DeviceInfo info = open(static_cast<int>(index), {.probe = false})->info();
    found.push_back({Diagnosis::Severity::ok, info.name, info.driver, ""});
    for (const std::string& note : info.notes) found.push_back({Diagnosis::Severity::note, info.name, note, ""});
  }
  return found;
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
