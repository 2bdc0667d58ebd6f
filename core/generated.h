// Numbers from a counter-based generator, so that any of them can be recomputed alone: what operands are filled with.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "core/names.h"

namespace gpupeak {

enum class DataKind { random, zeros, ones };  // random is the default: zeros run cooler and faster
inline constexpr Named<DataKind> data_kind_names[] = {
    {DataKind::random, "random"},
    {DataKind::zeros, "zeros"},
    {DataKind::ones, "ones"},
};
constexpr std::string_view name(DataKind id) { return name_of(data_kind_names, id); }
constexpr std::optional<DataKind> data_kind_named(std::string_view text) { return id_of(data_kind_names, text); }

// Finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
constexpr uint64_t scramble(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

// A new seed from a seed and a label, so that every operand and round has its own stream.
constexpr uint64_t mix(uint64_t seed, uint64_t label) { return scramble(seed + 0x9e3779b97f4a7c15ull * (label + 1)); }

// Element `index` of stream `seed`: for `random` an odd multiple of 2^-20 in (-1, 1): exact in f32, never 0, NaN or
// denormal; for `ones` 1, for `zeros` 0.
constexpr double generated(DataKind kind, uint64_t seed, uint64_t index) {
  if (kind != DataKind::random) return kind == DataKind::ones ? 1 : 0;
  // 21 random bits, made odd: odd multiples of 2^-20 are never zero and never denormal, and sums of up to 2^32 of them
  // are exact in f64.
  const auto bits = static_cast<int64_t>(mix(seed, index) >> 43) | 1;
  return static_cast<double>(bits - (int64_t{1} << 20)) * 0x1p-20;
}

// The same as an element of type T holds it: rounded to nearest; as int8 127 times as large, so -127 to 127.
template <class T>
T generated_as(DataKind kind, uint64_t seed, uint64_t index) {
  if constexpr (std::is_integral_v<T>)
    return static_cast<T>(std::lround(127 * generated(kind, seed, index)));
  else
    return static_cast<T>(generated(kind, seed, index));
}

// What every element of an array is, told from its index alone: constant + two terms of factor * generated(seed,
// index). Where the factors are small whole numbers it is exact, so it is what a right kernel stores.
struct Contents {
  struct Term {
    double factor = 0;
    uint64_t seed = 0;
  };
  DataKind kind = DataKind::random;
  Term first{}, second{};
  double constant = 0;
};

constexpr double element(const Contents& contents, uint64_t index) {
  double value = contents.constant;
  for (const Contents::Term& term : {contents.first, contents.second})
    if (term.factor != 0) value += term.factor * generated(contents.kind, term.seed, index);
  return value;
}

// What the 64-bit word at this place adds, modulo 2^64, to the digest of an array: every word by itself, so that any
// number of threads can share the work, in any order, and yet each word with its place, so that none can be swapped.
constexpr uint64_t digest_of_word(uint64_t word, uint64_t place) { return mix(word, place); }

// Word `place` of an array of `count` elements of T, float or double: little-endian, zeros behind its end.
template <class T>
constexpr uint64_t contents_word(const Contents& contents, int64_t count, uint64_t place) {
  constexpr uint64_t of_a_word = sizeof(uint64_t) / sizeof(T);
  uint64_t word = 0;
  for (uint64_t i = 0; i < of_a_word; ++i) {
    const uint64_t index = place * of_a_word + i;
    if (index >= static_cast<uint64_t>(count)) break;
    const T value = static_cast<T>(element(contents, index));
    if constexpr (sizeof(T) == sizeof(uint64_t))
      word = std::bit_cast<uint64_t>(value);
    else
      word |= uint64_t{std::bit_cast<uint32_t>(value)} << (8 * sizeof(T) * i);
  }
  return word;
}

}  // namespace gpupeak
