// The emulator's side of device/cuda/warpgroup_code.cuh: each thread adds up its own sums from shared memory, by the
// descriptor. Products end at once, so a missing fence or wait is not seen here; lanes that stay away are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "device/cuda/device_code.h"
#include "device/cuda/matrix_code.cuh"

namespace gpupeak::cuda {

constexpr int warpgroup_rows = 64, warpgroup_columns = 256, warpgroup_threads = 128;

constexpr int slab_at(int row, int byte) { return row / 8 * 256 + byte / 16 * 128 + row % 8 * 16 + byte % 16; }

// An address of the emulator has more bits than a descriptor's field; the strides stand where they do on a GPU.
struct Slab {
  const std::byte* start;
  uint64_t fields;
};
inline Slab describe_slab(const void* slab) {
  return {static_cast<const std::byte*>(slab), uint64_t{128 >> 4} << 16 | uint64_t{256 >> 4} << 32};
}

inline void publish_slabs() {}
inline void begin_products() {}
inline void end_products() {}
inline void await_products() {}

namespace emulated {

// Bits 16-29: bytes / 16 from a matrix of 8 rows of 16 bytes to the next along k; bits 32-45: along the rows.
template <class Element>
Element slab_element(const Slab& slab, int row, int k) {
  const size_t along_k = (slab.fields >> 16 & 0x3fff) << 4, along_rows = (slab.fields >> 32 & 0x3fff) << 4;
  const size_t byte = static_cast<size_t>(k) * sizeof(Element), r = static_cast<size_t>(row);
  Element value;
  std::memcpy(static_cast<void*>(&value),
              slab.start + r / 8 * along_rows + byte / 16 * along_k + r % 8 * 16 + byte % 16, sizeof value);
  return value;
}

}  // namespace emulated

template <class Tile>
void warpgroup_multiply_add(Tile, typename Tile::Pair (&sums)[64], const Slab& a, const Slab& b) {
  using Element = typename Tile::Element;
  using Sum = typename Tile::Sum;
  constexpr int depth = 32 / static_cast<int>(sizeof(Element));
  simt::together(simt::Collective::matrix, &a, sizeof a);
  const int warp = static_cast<int>(threadIdx.x) % warpgroup_threads / 32, g = simt::lane() / 4, t = simt::lane() % 4;
  const auto decode = [](const Slab& slab, int row, double(&to)[depth]) {
    for (int k = 0; k < depth; ++k) to[k] = static_cast<double>(emulated::slab_element<Element>(slab, row, k));
  };
  double rows[2][depth], column[depth];
  for (int half = 0; half < 2; ++half) decode(a, 16 * warp + g + 8 * half, rows[half]);
  for (int j = 0; j < warpgroup_columns / 8; ++j)
    for (int i = 0; i < 2; ++i) {
      decode(b, 8 * j + 2 * t + i, column);
      for (int half = 0; half < 2; ++half) {
        Sum pair[2];
        std::memcpy(static_cast<void*>(pair), &sums[2 * j + half], sizeof pair);
        pair[i] = emulated::dot_product(pair[i], depth, [&](int k) { return rows[half][k] * column[k]; });
        std::memcpy(&sums[2 * j + half], pair, sizeof pair);
      }
    }
}

}  // namespace gpupeak::cuda
