// Sums of the bit patterns of f64, as 64-bit words modulo 2^64: exact in any order, on every device, and at the speed
// of its integer units. Floating-point additions would show the f64 units instead of the memory that is read, where a
// GPU has few of them.
#pragma once

#include <bit>
#include <cstdint>

namespace gpupeak {

constexpr uint64_t word_of(double value) { return std::bit_cast<uint64_t>(value); }

// What a sum is off by: 0 when it is right, and only then.
constexpr double off_by(uint64_t sum, uint64_t expected) {
  return static_cast<double>(static_cast<int64_t>(sum - expected));
}

}  // namespace gpupeak
