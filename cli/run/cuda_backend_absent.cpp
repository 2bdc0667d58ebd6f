// The twin of cuda_backend.cpp that is linked where there was no nvcc: the same row, with the reason. What NVIDIA's
// driver says of the machine it says as well.
#include <stdexcept>

#include "cli/run/backends.h"
#include "device/nvml/diagnose.h"

namespace gpupeak::cli {
namespace {

constexpr const char* reason =
    "this program was built without CUDA; install a CUDA Toolkit that the driver serves and build it again "
    "(scripts/run.sh says which)";

}  // namespace

constinit const Backend cuda_backend{
    .name = "cuda",
    .summary = "NVIDIA GPUs",
    .discover =
        [] {
          return Discovery{{}, reason, {}, nvml::in_machine()};
        },
    .open = [](int, const Opening&) -> std::unique_ptr<Device> { throw std::runtime_error(reason); },
    .describe = [](int) -> DeviceInfo { throw std::runtime_error(reason); },
    .kernels = kernels::cuda_kernels,
    .diagnose = [](const Inspector&) { return nvml::diagnose(nvml::read_nvidia_state(*nvml::Nvml::open())); },
};

}  // namespace gpupeak::cli
