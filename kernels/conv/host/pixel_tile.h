// The innermost pieces of the implicit rung: neighbouring pixels times neighbouring channels, with all sums in
// registers. One row per instruction set, the widest first.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/device_info.h"

namespace gpupeak::host {

inline constexpr int64_t most_pixels = 14;

// Where the factors of a tile's sums are. The reduction runs over the taps of a filter and, within each, over `run`
// neighbouring elements.
struct PixelWalk {
  const int64_t* offsets;  // of each tap's first element, from the pixel's own place
  int64_t taps, run;
  int64_t pixel_step;   // elements from one pixel of the tile to the next
  int64_t result_step;  // likewise in the result
};

// Pixels in lines, for sums over all of them.
struct PixelLines {
  int64_t lines, pixels;
  int64_t x_line, x_pixel, y_line, y_pixel;  // elements from one line, or pixel, to the next
};

struct PixelTile {
  std::string_view name;
  std::array<std::string_view, 2> needs;  // features of the CPU; empty names are none
  int64_t pixels, channels;               // of the largest tile
  // result[j][0..channels) = sum over taps t and i < run of x[j pixel_step + offsets[t] + i] * w[t run +
  // i][0..channels); by the number of pixels, 1 to `pixels`. w is aligned to 64 bytes.
  using Correlate = void(const PixelWalk&, const float* x, const float* w, float* result);
  std::array<Correlate*, most_pixels + 1> correlate;
  // result[j][0..channels) += sum over all pixels of x[j] * y[0..channels), for as many j as the index says, 1 to
  // `pixels`; rows of the result are `result_step` apart.
  using Gather = void(const PixelLines&, const float* x, const float* y, float* result, int64_t result_step);
  std::array<Gather*, most_pixels + 1> gather;
};

// The widest this device can run.
const PixelTile& best_pixel_tile(const DeviceInfo&);
// All of them, the widest first; the last runs everywhere.
std::span<const PixelTile* const> pixel_tiles();

}  // namespace gpupeak::host
