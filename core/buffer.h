// Device memory between two red zones, which show what was written beside it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/device.h"
#include "core/generated.h"
#include "core/small_float.h"

namespace gpupeak {

inline constexpr size_t red_zone_bytes = 4096;

template <class T>
class Buffer {
 public:
  Buffer(Device& device, int64_t count);  // red zones drawn; contents not set. Throws OutOfMemory

  T* data() const;  // device address of element 0, aligned to 4096 bytes
  int64_t size() const { return count_; }

  void generate(DataKind kind, uint64_t seed);
  void write(int64_t first, std::span<const T> values);
  void poison();  // every element a quiet NaN, or, when it is an integer, all bits set
  void draw_red_zones();
  void read(int64_t first, std::span<T> values) const;
  std::vector<T> all() const;

  // The first byte of a red zone that changed, relative to element 0 (negative before it); nothing when intact.
  std::optional<int64_t> damage() const;
  // 64-bit digest of the contents, to see that an input was not written to.
  uint64_t digest() const;

 private:
  Device* device_;
  int64_t count_;
  std::unique_ptr<Memory> memory_;
};

extern template class Buffer<float>;
extern template class Buffer<double>;
extern template class Buffer<Float16>;
extern template class Buffer<BFloat16>;
extern template class Buffer<E4M3>;
extern template class Buffer<int8_t>;
extern template class Buffer<int32_t>;
extern template class Buffer<int64_t>;
extern template class Buffer<uint64_t>;

}  // namespace gpupeak
