// Element types that C++ has no arithmetic for, as storage with conversions: IEEE 754 binary16, bfloat16 and the FP8
// format E4M3 (OCP 8-bit Floating Point Specification 1.0), which has no infinities: all bits set is its only NaN.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

namespace gpupeak {

template <int exponent_bits, int fraction_bits, bool infinities = true>
class SmallFloat {
  static_assert(exponent_bits + fraction_bits == 15 || exponent_bits + fraction_bits == 7,
                "sign and rest fill the bits");

 public:
  using Bits = std::conditional_t<exponent_bits + fraction_bits == 7, uint8_t, uint16_t>;
  SmallFloat() = default;
  explicit constexpr SmallFloat(double value)
      : bits_(encode(value)) {}  // to nearest, ties to even; overflow to Inf or NaN
  explicit constexpr operator double() const { return decode(bits_); }
  constexpr Bits bits() const { return bits_; }
  static constexpr SmallFloat of_bits(Bits bits) {
    SmallFloat value{};
    value.bits_ = bits;
    return value;
  }
  friend constexpr bool operator==(SmallFloat a, SmallFloat b) { return decode(a.bits_) == decode(b.bits_); }

 private:
  static constexpr int bias = (1 << (exponent_bits - 1)) - 1;
  static constexpr int sign_at = exponent_bits + fraction_bits;
  // The first pattern above all finite ones: Inf, or the only NaN.
  static constexpr uint64_t infinity =
      infinities ? ((uint64_t{1} << exponent_bits) - 1) << fraction_bits : (uint64_t{1} << sign_at) - 1;
  static constexpr int dropped = 52 - fraction_bits;  // fraction bits that only a double has

  static constexpr Bits encode(double value) {
    const auto in = std::bit_cast<uint64_t>(value);
    const uint64_t sign = in >> 63 << sign_at, fraction = in & ((uint64_t{1} << 52) - 1);
    const int exponent = static_cast<int>(in >> 52 & 0x7ff);
    if (exponent == 0x7ff) return static_cast<Bits>(sign | infinity | (fraction != 0 ? 1u << (fraction_bits - 1) : 0));
    if (exponent == 0) return static_cast<Bits>(sign);  // zero, or a double too small by far
    const int shifted = exponent - 1023 + bias;         // biased for this type
    const int shift = dropped + (shifted < 1 ? 1 - shifted : 0);
    if (shift > 54) return static_cast<Bits>(sign);
    const uint64_t full = fraction | uint64_t{1} << 52, half = uint64_t{1} << (shift - 1);
    uint64_t kept = full >> shift;
    const uint64_t rest = full & (2 * half - 1);
    if (rest > half || (rest == half && kept % 2 != 0)) ++kept;
    // A carry out of the fraction raises the exponent, as it should.
    const uint64_t encoded = kept + (shifted < 1 ? 0 : static_cast<uint64_t>(shifted - 1) << fraction_bits);
    return static_cast<Bits>(sign | (encoded < infinity ? encoded : infinity));
  }

  static constexpr double decode(Bits bits) {
    const uint64_t sign = uint64_t{bits} >> sign_at << 63, fraction = bits & ((1u << fraction_bits) - 1);
    const int exponent = bits >> fraction_bits & ((1 << exponent_bits) - 1);
    const bool all_set = (bits & infinity) == infinity;  // without infinities, all of the fraction too
    if (all_set) return std::bit_cast<double>(sign | 0x7ffull << 52 | fraction << dropped);
    if (exponent == 0) {
      constexpr double smallest = std::bit_cast<double>(static_cast<uint64_t>(1023 + 1 - bias - fraction_bits) << 52);
      const double magnitude = static_cast<double>(fraction) * smallest;
      return sign != 0 ? -magnitude : magnitude;
    }
    return std::bit_cast<double>(sign | static_cast<uint64_t>(exponent - bias + 1023) << 52 | fraction << dropped);
  }

  Bits bits_;
};

using Float16 = SmallFloat<5, 10>;
using BFloat16 = SmallFloat<8, 7>;
using E4M3 = SmallFloat<4, 3, false>;

// The upper half of a float, so widening costs a shift.
constexpr float as_float(BFloat16 value) { return std::bit_cast<float>(uint32_t{value.bits()} << 16); }

}  // namespace gpupeak
