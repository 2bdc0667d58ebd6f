// The twin of cuda_backend.cpp that is linked where there was no nvcc: the same row, with the reason.
#include <stdexcept>

#include "cli/run/backends.h"

namespace gpupeak::cli {
namespace {

constexpr const char* reason = "this program was built without CUDA; install the CUDA Toolkit and build it again";

}  // namespace

constinit const Backend cuda_backend{
    .name = "cuda",
    .summary = "NVIDIA GPUs",
    .discover =
        [] {
          return Discovery{{}, reason};
        },
    .open = [](int, const Opening&) -> std::unique_ptr<Device> { throw std::runtime_error(reason); },
    .describe = [](int) -> DeviceInfo { throw std::runtime_error(reason); },
    .kernels = kernels::cuda_kernels,
    .diagnose = [] { return std::vector<Diagnosis>{}; },
};

}  // namespace gpupeak::cli
