// The machine's memory: how much there is, how much of it this process may take, and a piece of it as device memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/device.h"

namespace gpupeak::host {

struct MemoryState {
  Bytes total;  // smaller of the machine's and the control group's limit; 0: unknown
  Bytes free;   // that can be taken without swapping or passing a limit
};
MemoryState read_memory_state(const std::filesystem::path& root = "/");

// The pages of this process that are in memory; nothing where the system does not say.
std::optional<Bytes> resident_memory(const std::filesystem::path& root = "/");

inline constexpr size_t page_bytes = 4096;
inline constexpr size_t huge_page_bytes = size_t{2} << 20;

// Pages of its own: aligned to 4096 bytes, from 2 MiB on to 2 MiB and offered to the kernel as huge pages. Not touched
// yet.
class HostMemory : public Memory {
 public:
  explicit HostMemory(size_t size);  // throws OutOfMemory when the system gives no pages
  ~HostMemory() override;
  HostMemory(const HostMemory&) = delete;
  HostMemory& operator=(const HostMemory&) = delete;

  void* data() override { return data_; }
  size_t size() const override { return size_; }
  std::byte* bytes() const { return data_; }

 private:
  size_t size_;
  size_t mapped_bytes_;
  void* mapped_;
  std::byte* data_;
};

// The pages for `size` bytes, refused with OutOfMemory before any is touched when they are more than are free: a
// machine that overcommits would hand them out and kill the process later.
std::unique_ptr<HostMemory> allocate_host_memory(Bytes size, Bytes free);

}  // namespace gpupeak::host
