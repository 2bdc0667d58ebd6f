// A GPU's regions: what CUDA's rungs of `pages` share. A call maps all of a region, and no touch costs anything later.
#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <vector>

#include "kernels/pages/pages.h"

namespace gpupeak::cuda {

class GpuRegions : public pages::Regions {
 public:
  GpuRegions(Device&, const pages::Problem&, int64_t regions);
  std::byte* at(int64_t region) override { return static_cast<std::byte*>(of(region)); }
  int64_t page_bytes() const override { return static_cast<int64_t>(bytes_); }
  bool fresh_is_zero() const override { return false; }
  uint64_t load(int64_t region, int64_t offset) override;
  void store(int64_t region, int64_t offset, uint64_t value) override;

 protected:
  void*& of(int64_t region) { return regions_.at(static_cast<size_t>(region)); }
  std::vector<void*>& all() { return regions_; }
  size_t bytes() const { return bytes_; }
  cudaStream_t stream() const;

 private:
  Device& device_;
  size_t bytes_;
  std::vector<void*> regions_;
};

enum class Keep { nothing, everything };

// From a pool in stream order, which keeps or gives back what is freed.
std::unique_ptr<pages::Regions> pool_regions(Device&, const pages::Problem&, int64_t regions, Keep);
std::optional<std::string> no_pools(const DeviceInfo&);

bool gpu_applies(pages::Op);

}  // namespace gpupeak::cuda
