// A region of memory straight from the kernel, page by page: what allocating, first touching and freeing cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace gpupeak::host {

enum class PageKind { small, huge };

// Not mapped at first. `size` is a multiple of a huge page.
class PageRegion {
 public:
  PageRegion(size_t size, PageKind kind) : size_(size), kind_(kind) {}
  ~PageRegion();
  PageRegion(PageRegion&& other) noexcept;
  PageRegion(const PageRegion&) = delete;
  PageRegion& operator=(const PageRegion&) = delete;

  void map();                                // throws OutOfMemory
  bool unmap();                              // whether the kernel took it back
  std::byte* data() const { return data_; }  // null: not mapped
  size_t size() const { return size_; }

 private:
  size_t size_;
  PageKind kind_;
  void* mapped_ = nullptr;
  size_t mapped_bytes_ = 0;
  std::byte* data_ = nullptr;
};

// Why this system gives a process no huge pages on request; nothing when it does.
std::optional<std::string> no_huge_pages(const std::filesystem::path& root = "/");

}  // namespace gpupeak::host
