// Filling and digesting much of a GPU's memory by the GPU itself.
#pragma once

#include "core/device.h"
#include "device/cuda/handles.h"

namespace gpupeak::cuda {

class CudaBulkMemory final : public BulkMemory {
 public:
  CudaBulkMemory(cudaStream_t stream, int multiprocessors);
  bool has(DType) const override;
  void fill(void* to, DType, int64_t count, const Contents&) override;
  void set_all_bits(void* to, size_t bytes) override;
  uint64_t digest(const void* from, size_t bytes) override;
  uint64_t digest_if(DType, int64_t count, const Contents&) override;
  // Whether it fills and digests some memory, by every thread of its largest grid, as the host does.
  bool agrees_with_host();

 private:
  unsigned blocks_for(int64_t items) const;
  unsigned long long* cleared_sum();
  uint64_t read_sum();

  cudaStream_t stream_;
  int multiprocessors_;
  DeviceMemory sum_;
};

}  // namespace gpupeak::cuda
