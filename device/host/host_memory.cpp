// Memory straight from the kernel, so that alignment and huge pages are ours to choose.
#include "device/host/host_memory.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/format.h"
#include "device/host/cgroup.h"
#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

constexpr Bytes kept_for_the_system = mib(64);
constexpr const char* host_memory_remedy = "try smaller sizes with --set SUITE.AXIS=..., or free memory";

size_t rounded_up(size_t size, size_t to) { return (size + to - 1) / to * to; }

Bytes meminfo(const std::string& text, std::string_view key) {  // "MemTotal:  24682416 kB"
  const auto value = value_of(text, key);
  const auto words = words_of(value.value_or(""));
  return kib(static_cast<double>(words.empty() ? 0 : integer_in(words[0]).value_or(0)));
}

// Where /proc is not mounted: page cache that could be dropped is not counted as free then.
MemoryState asked_of_the_kernel() {
  struct sysinfo known {};
  if (sysinfo(&known) != 0) return {};
  const auto unit = static_cast<double>(known.mem_unit);
  return {Bytes(unit * static_cast<double>(known.totalram)),
          Bytes(unit * static_cast<double>(known.freeram + known.bufferram))};
}

}  // namespace

MemoryState read_memory_state(const std::filesystem::path& root) {
  const std::optional<std::string> text = read_small_file(root / "proc/meminfo");
  if (!text && root != "/") return {};
  MemoryState state =
      text ? MemoryState{meminfo(*text, "MemTotal"), meminfo(*text, "MemAvailable")} : asked_of_the_kernel();
  const CgroupLimits limits = read_cgroup_limits(root);
  if (limits.memory) state.total = std::min(state.total, *limits.memory);
  state.free = std::min(state.free, state.total);
  if (limits.free_memory) state.free = std::min(state.free, *limits.free_memory);
  state.free = std::max(state.free - kept_for_the_system, Bytes(0));
  return state;
}

std::optional<Bytes> resident_memory(const std::filesystem::path& root) {
  const std::string text = read_small_file(root / "proc/self/statm").value_or("");  // pages: "size resident shared ..."
  const auto words = words_of(text);
  const auto pages = words.size() > 1 ? integer_in(words[1]) : std::nullopt;
  if (!pages) return std::nullopt;
  return Bytes(static_cast<double>(*pages) * static_cast<double>(page_bytes));
}

HostMemory::HostMemory(size_t size) : size_(size) {
  const bool huge = size >= huge_page_bytes;
  const size_t alignment = huge ? huge_page_bytes : page_bytes;
  const size_t spare = huge ? huge_page_bytes : 0;  // mmap aligns to a page only
  mapped_bytes_ = rounded_up(std::max(size, size_t{1}), page_bytes) + spare;
  mapped_ = mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped_ == MAP_FAILED)
    throw OutOfMemory(fmt::format("out of host memory: the system gives no {} ({}); {}",
                                  text(Bytes(static_cast<double>(size))), std::strerror(errno), host_memory_remedy));
  const auto address = reinterpret_cast<uintptr_t>(mapped_);
  data_ = static_cast<std::byte*>(mapped_) + (rounded_up(address, alignment) - address);
  if (huge)
    madvise(data_, rounded_up(size, page_bytes), MADV_HUGEPAGE);  // advice: where it is not taken, small pages serve
}

HostMemory::~HostMemory() { munmap(mapped_, mapped_bytes_); }

std::unique_ptr<HostMemory> allocate_host_memory(Bytes size, Bytes free) {
  if (!(size.value >= 0))
    throw std::invalid_argument(fmt::format("cannot allocate {} bytes of host memory", size.value));
  if (!(size <= free))
    throw OutOfMemory(
        fmt::format("out of host memory (needs {}, {} free); {}", text(size), text(free), host_memory_remedy));
  return std::make_unique<HostMemory>(static_cast<size_t>(size.value));
}

}  // namespace gpupeak::host
