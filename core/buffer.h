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

// Whether buffers of so many bytes are digested, and poisoned, by the device itself; whether it fills them too.
bool device_digests(Device&, Bytes);
bool device_fills(Device&, DType, Bytes);

template <class T>
class Buffer {
 public:
  Buffer(Device& device, int64_t count);  // red zones drawn; contents not set. Throws OutOfMemory

  T* data() const;  // device address of element 0, aligned to 4096 bytes
  int64_t size() const { return count_; }

  uint64_t generate(DataKind kind, uint64_t seed);  // returns the digest of what was to be stored
  void write(int64_t first, std::span<const T> values);
  void poison();  // every element a quiet NaN, or, when it is an integer, all bits set
  void draw_red_zones();
  void read(int64_t first, std::span<T> values) const;
  std::vector<T> all() const;

  // The first byte of a red zone that changed, relative to element 0 (negative before it); nothing when intact.
  std::optional<int64_t> damage() const;
  // 64-bit digest of the contents, to see that an input was not written to. Large buffers are filled and digested by
  // the device itself, where it can.
  uint64_t digest() const;
  BulkMemory* bulk() const;  // null: the host works on it

 private:
  Device* device_;
  int64_t count_;
  std::unique_ptr<Memory> memory_;
};

// What digest() is where every element of the buffer is as `contents` tell.
template <class T>
uint64_t digest_if(const Buffer<T>&, const Contents&);
// Whether every element is, by the device's own digests; nothing where it has none, and the host must look.
template <class T>
std::optional<bool> holds(const Buffer<T>&, const Contents&);

extern template uint64_t digest_if(const Buffer<float>&, const Contents&);
extern template uint64_t digest_if(const Buffer<double>&, const Contents&);
extern template std::optional<bool> holds(const Buffer<double>&, const Contents&);
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
