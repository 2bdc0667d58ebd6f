// A random order of 0 .. n-1 that is computed where it is asked for, not stored: both ways, in a few nanoseconds, so
// that a cycle through gigabytes needs neither a shuffle nor a second copy.
//
// A Feistel network on the bits of n - 1 permutes a range of a power of two below 2 n (M. Luby, C. Rackoff, SIAM J.
// Comput. 17(2), 1988: four rounds look random); what falls outside 0 .. n-1 is permuted again until it is inside
// ("cycle walking": J. Black, P. Rogaway, CT-RSA 2002), which is once more at most, on average.
#pragma once

#include <bit>
#include <cstdint>

namespace gpupeak {

class RandomOrder {
 public:
  RandomOrder(int64_t n, uint64_t seed)  // n >= 1
      : n_(static_cast<uint64_t>(n)), seed_(seed) {
    const int bits = n_ > 1 ? std::bit_width(n_ - 1) : 1;
    low_bits_ = bits / 2;
    low_mask_ = mask_of(low_bits_);
    high_mask_ = mask_of(bits - low_bits_);
  }

  int64_t size() const { return static_cast<int64_t>(n_); }

  // What stands at this place.
  int64_t at(int64_t place) const {
    auto x = static_cast<uint64_t>(place);
    do x = forth(x);
    while (x >= n_);
    return static_cast<int64_t>(x);
  }
  // Where it stands: place_of(at(i)) = i.
  int64_t place_of(int64_t value) const {
    auto x = static_cast<uint64_t>(value);
    do x = back(x);
    while (x >= n_);
    return static_cast<int64_t>(x);
  }

 private:
  static constexpr int rounds = 6;  // two more than look random: the halves of a short range have few bits

  static constexpr uint64_t mask_of(int bits) { return (uint64_t{1} << bits) - 1; }

  // Of one half and the round's number, for the other half. Multiplier and shift of splitmix64 (S. Vigna).
  uint64_t scrambled(uint64_t half, int round) const {
    uint64_t x = (half ^ seed_) + static_cast<uint64_t>(round + 1) * 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    return x ^ (x >> 31);
  }
  uint64_t turned(uint64_t x, int round) const {  // is its own inverse
    const uint64_t low = x & low_mask_, high = x >> low_bits_;
    return round % 2 == 0 ? ((high ^ (scrambled(low, round) & high_mask_)) << low_bits_) | low
                          : (high << low_bits_) | (low ^ (scrambled(high, round) & low_mask_));
  }
  uint64_t forth(uint64_t x) const {
    for (int round = 0; round < rounds; ++round) x = turned(x, round);
    return x;
  }
  uint64_t back(uint64_t x) const {
    for (int round = rounds - 1; round >= 0; --round) x = turned(x, round);
    return x;
  }

  uint64_t n_, seed_;
  int low_bits_ = 0;
  uint64_t low_mask_ = 0, high_mask_ = 0;
};

}  // namespace gpupeak
