#include "kernels/pages/cuda/regions.h"

#include "device/cuda/check.h"
#include "device/cuda/launch.h"

namespace gpupeak::cuda {
namespace {

class Pool {
 public:
  Pool(int device, Keep keep) {
    cudaMemPoolProps properties{};
    properties.allocType = cudaMemAllocationTypePinned;
    properties.location.type = cudaMemLocationTypeDevice;
    properties.location.id = device;
    check(cudaMemPoolCreate(&pool_, &properties));
    uint64_t kept = keep == Keep::everything ? UINT64_MAX : 0;  // bytes that are not given back to the system
    check(cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &kept));
  }
  ~Pool() { cudaMemPoolDestroy(pool_); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  cudaMemPool_t get() const { return pool_; }

 private:
  cudaMemPool_t pool_ = nullptr;
};

class PoolRegions : public GpuRegions {
 public:
  PoolRegions(Device& device, const pages::Problem& problem, int64_t regions, Keep keep)
      : GpuRegions(device, problem, regions), pool_(device.info().index, keep) {}
  ~PoolRegions() override {
    for (void* memory : all())
      if (memory) cudaFreeAsync(memory, stream());
    cudaStreamSynchronize(stream());
  }
  void map(int64_t region) override { check(cudaMallocFromPoolAsync(&of(region), bytes(), pool_.get(), stream())); }
  bool unmap(int64_t region) override {
    if (!of(region)) return false;
    check(cudaFreeAsync(of(region), stream()));
    of(region) = nullptr;
    return true;
  }

 private:
  Pool pool_;
};

}  // namespace

GpuRegions::GpuRegions(Device& device, const pages::Problem& problem, int64_t regions)
    : device_(device),
      bytes_(static_cast<size_t>(problem.huge_pages * pages::huge_page)),
      regions_(static_cast<size_t>(regions)) {}

cudaStream_t GpuRegions::stream() const { return stream_of(device_.queue()); }

uint64_t GpuRegions::load(int64_t region, int64_t offset) {
  uint64_t value = 0;
  check(cudaMemcpyAsync(&value, at(region) + offset, sizeof value, cudaMemcpyDeviceToHost, stream()));
  device_.queue().wait();
  return value;
}

void GpuRegions::store(int64_t region, int64_t offset, uint64_t value) {
  check(cudaMemcpyAsync(at(region) + offset, &value, sizeof value, cudaMemcpyHostToDevice, stream()));
  device_.queue().wait();
}

std::unique_ptr<pages::Regions> pool_regions(Device& device, const pages::Problem& problem, int64_t regions,
                                             Keep keep) {
  return std::make_unique<PoolRegions>(device, problem, regions, keep);
}

std::optional<std::string> no_pools(const DeviceInfo& device) {
  int supported = 0;
  if (cudaDeviceGetAttribute(&supported, cudaDevAttrMemoryPoolsSupported, device.index) != cudaSuccess) {
    cudaGetLastError();  // a listing asks without a driver too
    return "no driver says whether this GPU has memory pools; gpupeak doctor shows what is missing";
  }
  if (supported != 0) return std::nullopt;
  return "this GPU's driver has no memory pools (they came with CUDA 11.2); rung=malloc runs without";
}

bool gpu_applies(pages::Op op) { return op != pages::Op::touch; }  // pages are there from the first on

}  // namespace gpupeak::cuda
