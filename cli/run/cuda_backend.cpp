// The row of NVIDIA GPUs, where this program was built with CUDA.
#include <fmt/format.h>

#include <exception>

#include "cli/run/backends.h"
#include "device/cuda/cuda_device.h"
#include "device/nvml/diagnose.h"
#include "formats/catalogue.h"
#include "kernels/families.h"

namespace gpupeak::cli {
namespace {

Discovery discover() {
  cuda::Found found = cuda::find_devices();
  Discovery discovery{std::move(found.names), std::move(found.note), {}, found.driver || nvml::in_machine()};
  for (const auto& [index, reason] : found.unusable)
    discovery.unusable[static_cast<size_t>(index)] = reason.why + "; " + reason.remedy;
  return discovery;
}

std::unique_ptr<Device> open(int index, const Opening& opening) {
  return opening.probe ? cuda::open_device(index, opening, catalogue()) : cuda::open_device(index, opening);
}

// Of one GPU, by its attributes alone: nothing is opened, so that one which is full, taken or sick can be told of too.
void diagnose_gpu(int index, const cuda::Found& found, std::vector<Diagnosis>& diagnoses) {
  const std::string title = fmt::format("cuda:{} {}", index, found.names[static_cast<size_t>(index)]);
  if (const auto reason = found.unusable.find(index); reason != found.unusable.end()) {
    diagnoses.push_back({Diagnosis::Severity::problem, title, reason->second.why, reason->second.remedy});
    return;
  }
  try {
    const DeviceInfo info = cuda::describe_device(index);
    diagnoses.push_back({Diagnosis::Severity::ok, title, info.driver, ""});
    for (const std::string& note : texts(info.notes)) diagnoses.push_back({Diagnosis::Severity::note, title, note, ""});
  } catch (const std::exception& error) {
    diagnoses.push_back({Diagnosis::Severity::problem, title, error.what(), "see what nvidia-smi says of it"});
  }
}

// What the driver's own library says of the machine, then what each GPU says of itself that a user should know.
std::vector<Diagnosis> diagnose(const Inspector&) {
  std::vector<Diagnosis> diagnoses =
      nvml::diagnose(nvml::read_nvidia_state(*nvml::Nvml::open()), cuda::needed_driver());
  const cuda::Found found = cuda::find_devices();
  for (size_t index = 0; index < found.names.size(); ++index) diagnose_gpu(static_cast<int>(index), found, diagnoses);
  return diagnoses;
}

}  // namespace

constinit const Backend cuda_backend{
    .name = "cuda",
    .summary = "NVIDIA GPUs",
    .discover = discover,
    .open = open,
    .describe = cuda::describe_device,
    .kernels = kernels::cuda_kernels,
    .diagnose = diagnose,
};

}  // namespace gpupeak::cli
