// The innermost piece of the packed rung: one tile of C held in registers. One row per instruction set, the widest
// first.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/device_info.h"

namespace gpupeak::host {

template <class T>
struct Tile {
  std::string_view name;
  std::array<std::string_view, 2> needs;  // features of the CPU; empty names are none
  int64_t rows, columns;
  int64_t depth;          // of a slice of k: 32 KiB of b, which a core reads again for each tile below, stay in its L1
  int64_t block_rows;     // of A packed at a time by a core: they stay in its L2
  int64_t panel_columns;  // of B packed at a time by all cores: they stay in the L3
  // c (row-major, rows `stride` apart) = a x b, or += when `add`. a is k times `rows` elements, b k times `columns`,
  // packed, aligned to 64 bytes.
  void (*multiply)(int64_t k, const T* a, const T* b, T* c, int64_t stride, bool add);
};

template <class T>
std::span<const Tile<T>* const> tiles();

template <class T>
bool runs_on(const Tile<T>&, const DeviceInfo&);

// The widest tile this device can run.
template <class T>
const Tile<T>& best_tile(const DeviceInfo&);

}  // namespace gpupeak::host
