// The memories that CUDA's `transfer` rungs copy between: owned, filled and read back here; a rung adds the copy.
#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/transfer/transfer.h"

namespace gpupeak::cuda {

using Block = std::shared_ptr<std::byte>;
Block on_device(size_t bytes);
Block on_peer(int peer, size_t bytes);  // on another GPU; the current one stays current
Block on_host(transfer::HostMemory, size_t bytes);

class MemoryEnds : public transfer::Ends {
 public:
  MemoryEnds(Device&, const transfer::Problem&);
  void write_source(int way, int64_t offset, std::span<const std::byte>) override;
  void write_target(int way, int64_t offset, std::span<const std::byte>) override;
  void read_source(int way, int64_t offset, std::span<std::byte>) const override;
  void read_target(int way, int64_t offset, std::span<std::byte>) const override;

 protected:
  struct Way {
    Block source, target;
  };
  const transfer::Problem& problem() const { return problem_; }
  size_t size() const { return static_cast<size_t>(problem_.bytes); }
  const Way& way(int index) const { return ways_.at(static_cast<size_t>(index)); }
  int device_index() const { return device_.info().index; }

 private:
  void copy_now(void* to, const void* from, size_t bytes) const;

  Device& device_;
  transfer::Problem problem_;
  std::vector<Way> ways_;
};

}  // namespace gpupeak::cuda
