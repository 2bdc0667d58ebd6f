// Element types that C++ has no arithmetic for, as storage with conversions: IEEE 754 binary16 and bfloat16.
#pragma once

#include <bit>
#include <cstdint>

namespace gpupeak {

template <int exponent_bits, int fraction_bits>
class SmallFloat {
 public:
  SmallFloat() = default;
  explicit constexpr SmallFloat(double value) : bits_(encode(value)) {}  // to nearest, ties to even; overflow to Inf
  explicit constexpr operator double() const { return decode(bits_); }
  constexpr uint16_t bits() const { return bits_; }
  static constexpr SmallFloat of_bits(uint16_t bits) {
    SmallFloat value{};
    value.bits_ = bits;
    return value;
  }
  friend constexpr bool operator==(SmallFloat a, SmallFloat b) { return decode(a.bits_) == decode(b.bits_); }

 private:
  static_assert(exponent_bits + fraction_bits == 15, "sign, exponent and fraction fill 16 bits");
  static constexpr int bias = (1 << (exponent_bits - 1)) - 1;
  static constexpr uint64_t infinity = ((uint64_t{1} << exponent_bits) - 1) << fraction_bits;
  static constexpr int dropped = 52 - fraction_bits;  // fraction bits that only a double has

  static constexpr uint16_t encode(double value) {
    const auto in = std::bit_cast<uint64_t>(value);
    const uint64_t sign = in >> 63 << 15, fraction = in & ((uint64_t{1} << 52) - 1);
    const int exponent = static_cast<int>(in >> 52 & 0x7ff);
    if (exponent == 0x7ff)
      return static_cast<uint16_t>(sign | infinity | (fraction != 0 ? 1u << (fraction_bits - 1) : 0));
    if (exponent == 0) return static_cast<uint16_t>(sign);  // zero, or a double too small by far
    const int shifted = exponent - 1023 + bias;             // biased for this type
    const int shift = dropped + (shifted < 1 ? 1 - shifted : 0);
    if (shift > 54) return static_cast<uint16_t>(sign);
    const uint64_t full = fraction | uint64_t{1} << 52, half = uint64_t{1} << (shift - 1);
    uint64_t kept = full >> shift;
    const uint64_t rest = full & (2 * half - 1);
    if (rest > half || (rest == half && kept % 2 != 0)) ++kept;
    // A carry out of the fraction raises the exponent, as it should.
    const uint64_t encoded = kept + (shifted < 1 ? 0 : static_cast<uint64_t>(shifted - 1) << fraction_bits);
    return static_cast<uint16_t>(sign | (encoded < infinity ? encoded : infinity));
  }

  static constexpr double decode(uint16_t bits) {
    const uint64_t sign = uint64_t{bits} >> 15 << 63, fraction = bits & ((1u << fraction_bits) - 1);
    const int exponent = bits >> fraction_bits & ((1 << exponent_bits) - 1);
    if (exponent == (1 << exponent_bits) - 1) return std::bit_cast<double>(sign | 0x7ffull << 52 | fraction << dropped);
    if (exponent == 0) {
      constexpr double smallest = std::bit_cast<double>(static_cast<uint64_t>(1023 + 1 - bias - fraction_bits) << 52);
      const double magnitude = static_cast<double>(fraction) * smallest;
      return sign != 0 ? -magnitude : magnitude;
    }
    return std::bit_cast<double>(sign | static_cast<uint64_t>(exponent - bias + 1023) << 52 | fraction << dropped);
  }

  uint16_t bits_;
};

using Float16 = SmallFloat<5, 10>;
using BFloat16 = SmallFloat<8, 7>;

// The upper half of a float, so widening costs a shift.
constexpr float as_float(BFloat16 value) { return std::bit_cast<float>(uint32_t{value.bits()} << 16); }

}  // namespace gpupeak
