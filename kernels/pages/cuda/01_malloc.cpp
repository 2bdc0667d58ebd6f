// 01 · malloc. cudaMalloc and cudaFree: the driver maps the region into the GPU's address space before the call
// returns, and waits for all that the GPU does before it gives memory back. Limit: the way through the driver, every
// time.
#include "device/cuda/check.h"
#include "kernels/pages/cuda/regions.h"
#include "kernels/pages/pages.h"

namespace gpupeak::cuda {
namespace {

class MallocRegions : public GpuRegions {
 public:
  using GpuRegions::GpuRegions;
  ~MallocRegions() override {
    for (void* memory : all()) cudaFree(memory);
  }
  void map(int64_t region) override { check(cudaMalloc(&of(region), bytes())); }
  bool unmap(int64_t region) override {
    if (!of(region)) return false;
    check(cudaFree(of(region)));
    of(region) = nullptr;
    return true;
  }
};

}  // namespace

extern constinit const pages::Rung pages_malloc{
    .name = "malloc",
    .idea = "cudaMalloc and cudaFree",
    .applies = gpu_applies,
    .refuses = [](const DeviceInfo&, const pages::Problem&) -> std::optional<std::string> { return std::nullopt; },
    .make = [](Device& device, const pages::Problem& problem, int64_t regions) -> std::unique_ptr<pages::Regions> {
      return std::make_unique<MallocRegions>(device, problem, regions);
    },
};

}  // namespace gpupeak::cuda
