// The emulator's side of device/cuda/matrix_code.cuh: every lane shows its registers to the warp and adds up its own
// elements of the product, from where the PTX ISA says that each element of A and B lies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/small_float.h"
#include "device/cuda/device_code.h"

namespace gpupeak::cuda {

struct Fragments {
  uint32_t a[4], b[2];
};
struct Fragments64 {
  double a[8], b[4];
};

// Element: what A and B are made of. Sum: what their products are added to.
template <class ElementType, class SumType, class PairType>
struct Tile {
  using Element = ElementType;
  using Sum = SumType;
  using Pair = PairType;
};
struct F16Tile : Tile<Float16, float, float2> {};
struct BF16Tile : Tile<BFloat16, float, float2> {};
struct TF32Tile : Tile<float, float, float2> {};
struct E4M3Tile : Tile<E4M3, float, float2> {};
struct I8Tile : Tile<int8_t, int32_t, int2> {};
struct F16SumsTile : Tile<Float16, Float16, uint32_t> {};
struct F64Tile : Tile<double, double, double2> {};

template <int count>
void load_matrices(uint32_t (&to)[count], const void* row) {
  const void* rows[32];
  std::memcpy(rows, simt::together(simt::Collective::matrix, &row, sizeof row), sizeof rows);
  const int g = simt::lane() / 4, t = simt::lane() % 4;
  for (int matrix = 0; matrix < count; ++matrix) to[matrix] = static_cast<const uint32_t*>(rows[8 * matrix + g])[t];
}

namespace emulated {

// Figures "MMA .m16n8k16 fragment layout for matrix A", ".m16n8k8" (tf32) and ".m16n8k32": a register holds 4 bytes of
// a row, register r of lane 4 g + t those of row g + 8 (r % 2) from byte 16 (r / 2) + 4 t on; of B column g, 16 r + 4
// t.
template <class Element>
Element element_of(const std::byte* all, size_t registers, int lane, int which, int byte) {
  Element value;
  std::memcpy(static_cast<void*>(&value),
              all + sizeof(Fragments) * static_cast<size_t>(lane) + registers + static_cast<size_t>(4 * which + byte),
              sizeof value);
  return value;
}
template <class Element>
Element a_element(const std::byte* all, int row, int k) {
  const int byte = k * static_cast<int>(sizeof(Element));
  return element_of<Element>(all, offsetof(Fragments, a), row % 8 * 4 + byte % 16 / 4, row / 8 + byte / 16 * 2,
                             byte % 4);
}
template <class Element>
Element b_element(const std::byte* all, int k, int column) {
  const int byte = k * static_cast<int>(sizeof(Element));
  return element_of<Element>(all, offsetof(Fragments, b), column * 4 + byte % 16 / 4, byte / 16, byte % 4);
}

// Figures "MMA .m16n8k16 fragment layout" of .f64.
inline double a_element64(const std::byte* all, int row, int k) {
  double value;
  std::memcpy(&value,
              all + sizeof(Fragments64) * static_cast<size_t>(row % 8 * 4 + k % 4) + offsetof(Fragments64, a) +
                  sizeof value * static_cast<size_t>(row / 8 + k / 4 * 2),
              sizeof value);
  return value;
}
inline double b_element64(const std::byte* all, int k, int column) {
  double value;
  std::memcpy(&value,
              all + sizeof(Fragments64) * static_cast<size_t>(column * 4 + k % 4) + offsetof(Fragments64, b) +
                  sizeof value * static_cast<size_t>(k / 4),
              sizeof value);
  return value;
}

// Sums in f32 and f64 are those of the exact products in the order of k, rounded at each addition; matrix units round
// otherwise, and numbers that tell the difference are not for this emulator. int32 wraps around.
template <class Sum, class Product>
Sum dot_product(Sum sum, int depth, Product product) {
  if constexpr (std::is_same_v<Sum, int32_t>) {
    auto total = static_cast<uint32_t>(sum);
    for (int k = 0; k < depth; ++k) total += static_cast<uint32_t>(static_cast<int32_t>(product(k)));
    return static_cast<Sum>(total);
  } else {
    auto total = static_cast<double>(sum);
    for (int k = 0; k < depth; ++k) total += product(k);
    return static_cast<Sum>(total);
  }
}

}  // namespace emulated

// Sums: of lane 4 g + t columns 2 t and 2 t + 1, in sums[0] of row g, in sums[1] of row g + 8.
template <class Tile, class Registers>
void multiply_add(Tile, typename Tile::Pair (&sums)[2], const Registers& at) {
  using Element = typename Tile::Element;
  using Sum = typename Tile::Sum;
  const std::byte* all = simt::together(simt::Collective::matrix, &at, sizeof at);
  const int g = simt::lane() / 4, t = simt::lane() % 4;
  for (int half = 0; half < 2; ++half) {
    Sum pair[2];
    static_assert(sizeof pair == sizeof sums[half], "a pair is two sums");
    std::memcpy(static_cast<void*>(pair), &sums[half], sizeof pair);
    for (int i = 0; i < 2; ++i) {
      const int row = g + 8 * half, column = 2 * t + i;
      constexpr int depth = std::is_same_v<Element, double> ? 16 : 32 / static_cast<int>(sizeof(Element));
      pair[i] = emulated::dot_product(pair[i], depth, [&](int k) {
        if constexpr (std::is_same_v<Element, double>)
          return emulated::a_element64(all, row, k) * emulated::b_element64(all, k, column);
        else
          return static_cast<double>(emulated::a_element<Element>(all, row, k)) *
                 static_cast<double>(emulated::b_element<Element>(all, k, column));
      });
    }
    std::memcpy(&sums[half], pair, sizeof pair);
  }
}

}  // namespace gpupeak::cuda
