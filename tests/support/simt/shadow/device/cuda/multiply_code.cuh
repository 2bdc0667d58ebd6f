// The emulator's side of device/cuda/multiply_code.cuh.
#pragma once

#include <cmath>
#include <cstdint>

#include "core/small_float.h"

namespace gpupeak::cuda {

struct F16Pair {
  uint32_t bits;
};
struct BF16Pair {
  uint32_t bits;
};
inline F16Pair operator-(F16Pair pair) { return {pair.bits ^ 0x80008000u}; }
inline BF16Pair operator-(BF16Pair pair) { return {pair.bits ^ 0x80008000u}; }

inline float multiply_add(float a, float b, float c) { return ::fma(a, b, c); }
inline double multiply_add(double a, double b, double c) { return ::fma(a, b, c); }
inline uint32_t multiply_add(uint32_t a, uint32_t b, uint32_t c) { return a * b + c; }

namespace emulated {

// Both halves, rounded once: a double holds the sum of such a product unless its terms are 2^40 apart.
template <class Number>
uint32_t multiply_add(uint32_t a, uint32_t b, uint32_t c) {
  uint32_t result = 0;
  for (int shift = 0; shift < 32; shift += 16) {
    const auto half = [&](uint32_t pair) {
      return static_cast<double>(Number::of_bits(static_cast<uint16_t>(pair >> shift)));
    };
    result |= uint32_t{Number(std::fma(half(a), half(b), half(c))).bits()} << shift;
  }
  return result;
}

}  // namespace emulated

inline F16Pair multiply_add(F16Pair a, F16Pair b, F16Pair c) {
  return {emulated::multiply_add<Float16>(a.bits, b.bits, c.bits)};
}
inline BF16Pair multiply_add(BF16Pair a, BF16Pair b, BF16Pair c) {
  return {emulated::multiply_add<BFloat16>(a.bits, b.bits, c.bits)};
}

template <class T>
T own_copy(T value, const void*) {
  return value;
}
inline uint32_t unknown_zero(const void*) { return 0; }
inline void add_bits(F16Pair& pair, uint32_t bits) { pair.bits += bits; }
template <class T>
void touch(T&) {}

inline void add_dot_product(int32_t& sum, int32_t a, int32_t b) {
  auto total = static_cast<uint32_t>(sum);
  for (int shift = 0; shift < 32; shift += 8)
    total += static_cast<uint32_t>(int32_t{static_cast<int8_t>(a >> shift)} * int32_t{static_cast<int8_t>(b >> shift)});
  sum = static_cast<int32_t>(total);
}

}  // namespace gpupeak::cuda
