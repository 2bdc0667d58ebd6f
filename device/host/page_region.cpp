#include "device/host/page_region.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/device.h"
#include "device/host/host_memory.h"
#include "device/host/small_file.h"

namespace gpupeak::host {

PageRegion::~PageRegion() { unmap(); }

PageRegion::PageRegion(PageRegion&& other) noexcept
    : size_(other.size_),
      kind_(other.kind_),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_bytes_(other.mapped_bytes_),
      data_(std::exchange(other.data_, nullptr)) {}

void PageRegion::map() {
  unmap();
  mapped_bytes_ = size_ + huge_page_bytes;  // mmap aligns to a small page only
  void* mapped =
      mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED)
    throw OutOfMemory(
        fmt::format("out of host memory: the system gives no {} bytes ({}); try a smaller size with "
                    "--set memory.size=",
                    size_, std::strerror(errno)));
  mapped_ = mapped;
  const auto address = reinterpret_cast<uintptr_t>(mapped_);
  data_ = static_cast<std::byte*>(mapped_) + (huge_page_bytes - address % huge_page_bytes) % huge_page_bytes;
  madvise(data_, size_, kind_ == PageKind::huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
}

bool PageRegion::unmap() {
  if (!mapped_) return false;
  data_ = nullptr;
  return munmap(std::exchange(mapped_, nullptr), mapped_bytes_) == 0;
}

std::optional<std::string> no_huge_pages(const std::filesystem::path& root) {
  const auto enabled = read_small_file(root / "sys/kernel/mm/transparent_hugepage/enabled");
  if (!enabled) return "this kernel has no transparent huge pages (no /sys/kernel/mm/transparent_hugepage)";
  if (enabled->find("[never]") == std::string::npos) return std::nullopt;
  return "/sys/kernel/mm/transparent_hugepage/enabled says never; as root: echo madvise > that file";
}

}  // namespace gpupeak::host
