// The innermost piece of the packed rung: one tile of C held in registers. One row per instruction set, the widest
// first.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/device_info.h"
#include "core/small_float.h"
#include "kernels/common/host/isa.h"

namespace gpupeak::host {

template <class T, class Sum = T>
struct Tile {
  std::string_view name;
  std::array<std::string_view, 2> needs;  // features of the CPU; empty names are none
  int64_t rows, columns;
  int64_t depth;          // of a slice of k: 32 KiB of b, which a core reads again for each tile below, stay in its L1
  int64_t block_rows;     // of A packed at a time by a core: they stay in its L2
  int64_t panel_columns;  // of B packed at a time by all cores: they stay in the L3
  // c (row-major, rows `stride` apart) = a x b, or += when `add`. a is k times `rows` elements, b k times `columns`,
  // packed as `depth_of_a` and `depth_of_b` say, aligned to 64 bytes; k is a multiple of both.
  using Multiply = void(int64_t k, const T* a, const T* b, Sum* c, int64_t stride, bool add);
  Multiply* multiply;
  // Elements of a row of a, or of a column of b, that lie side by side before those of the next one follow.
  int64_t depth_of_a = 1, depth_of_b = 1;
  // What a thread does before its first tile and after its last.
  void (*enter)() = nullptr;
  void (*leave)() = nullptr;
  // The same product, fetching what is in C into the first-level cache meanwhile; null where nothing is gained.
  Multiply* multiply_prefetching = nullptr;
};

template <class T, class Sum>
Tile<T, Sum> prefetching(Tile<T, Sum> tile) {
  if (tile.multiply_prefetching) tile.multiply = tile.multiply_prefetching;
  return tile;
}

// One per file and type.
extern const Tile<float> tile_avx512_f32, tile_avx2_f32, tile_vector128_f32;
extern const Tile<double> tile_avx512_f64, tile_avx2_f64, tile_vector128_f64;
// Of the matrix unit (AMX), for the rung that packs for it.
extern const Tile<BFloat16, float> tile_amx_bf16;
extern const Tile<int8_t, int32_t> tile_amx_i8;

// The tiles of T times T, with sums of the same type, the widest first.
template <class T>
std::span<const Tile<T>* const> tiles();

template <class T, class Sum>
bool runs_on(const Tile<T, Sum>& tile, const DeviceInfo& device) {
  return has_features(device, tile.needs);
}

// The widest tile this device can run.
template <class T>
const Tile<T>& best_tile(const DeviceInfo& device) {
  return **std::ranges::find_if(tiles<T>(), [&](const Tile<T>* tile) { return runs_on(*tile, device); });
}

}  // namespace gpupeak::host
