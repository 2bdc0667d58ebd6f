// Device memory between two red zones, filled from a counter-based generator so that any element can be recomputed.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/device.h"
#include "core/small_float.h"
#include "method/suite.h"

namespace gpupeak {

inline constexpr size_t red_zone_bytes = 4096;

// Element `index` of stream `seed`: for `random` an odd multiple of 2^-20 in (-1, 1): exact in f32, never 0, NaN or
// denormal; for `ones` 1, for `zeros` 0.
double generated(DataKind kind, uint64_t seed, uint64_t index);
// The same as an element of type T holds it: rounded to nearest; as int8 127 times as large, so -127 to 127.
template <class T>
T generated_as(DataKind kind, uint64_t seed, uint64_t index) {
  if constexpr (std::is_integral_v<T>)
    return static_cast<T>(std::lround(127 * generated(kind, seed, index)));
  else
    return static_cast<T>(generated(kind, seed, index));
}
// A new seed from a seed and a label, so that every operand and round has its own stream.
uint64_t mix(uint64_t seed, uint64_t label);

template <class T>
class Buffer {
 public:
  Buffer(Device& device, int64_t count);  // red zones drawn; contents not set. Throws OutOfMemory

  T* data() const;  // device address of element 0, aligned to 4096 bytes
  int64_t size() const { return count_; }

  void generate(DataKind kind, uint64_t seed);
  void write(int64_t first, std::span<const T> values);
  void poison();  // every element a quiet NaN, or -1 when it is an integer (all bits set)
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

}  // namespace gpupeak
