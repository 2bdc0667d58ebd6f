// The loops of every tile of pixels: two vectors of channels times one element per pixel; once for each instruction set
// (kernels/common/host/each_isa.h).
#include <cstdint>
#include <utility>

#include "kernels/conv/host/pixel_tile.h"

namespace gpupeak::host {
namespace {
namespace GPUPEAK_ISA {

// Rows of pixels are addressed from every third one, so that a few registers hold all their places.
template <int bytes, int pixels>
GPUPEAK_ISA_TARGET void correlate_pixels(const PixelWalk& walk, const float* x, const float* w, float* result) {
  typedef float Vector __attribute__((vector_size(bytes), may_alias));
  typedef float Unaligned __attribute__((vector_size(bytes), may_alias, aligned(sizeof(float))));
  constexpr int64_t lanes = bytes / sizeof(float);
  constexpr int bases = (pixels + 2) / 3;
  const int64_t step = walk.pixel_step;
  Vector sum[pixels][2] = {};
  for (int64_t tap = 0; tap < walk.taps; ++tap) {
    const float* base[bases];
    for (int64_t i = 0; i < bases; ++i) base[i] = x + walk.offsets[tap] + 3 * i * step;
    for (int64_t i = 0; i < walk.run; ++i, w += 2 * lanes) {
      const Vector left = *reinterpret_cast<const Vector*>(w), right = *reinterpret_cast<const Vector*>(w + lanes);
#pragma GCC unroll 16
      for (int j = 0; j < pixels; ++j) {
        const float a = base[j / 3][i + j % 3 * step];
        sum[j][0] += a * left;
        sum[j][1] += a * right;
      }
    }
  }
#pragma GCC unroll 16
  for (int j = 0; j < pixels; ++j) {
    Unaligned* const to = reinterpret_cast<Unaligned*>(result + j * walk.result_step);
    to[0] = sum[j][0];
    to[1] = sum[j][1];
  }
}

template <int bytes, int rows>
GPUPEAK_ISA_TARGET void gather_pixels(const PixelLines& lines, const float* x, const float* y, float* result,
                                      int64_t result_step) {
  typedef float Vector __attribute__((vector_size(bytes), may_alias));
  typedef float Unaligned __attribute__((vector_size(bytes), may_alias, aligned(sizeof(float))));
  constexpr int64_t lanes = bytes / sizeof(float);
  Vector sum[rows][2] = {};
  for (int64_t line = 0; line < lines.lines; ++line) {
    const float* from = x + line * lines.x_line;
    const float* by = y + line * lines.y_line;
    for (int64_t pixel = 0; pixel < lines.pixels; ++pixel, from += lines.x_pixel, by += lines.y_pixel) {
      const Vector left = *reinterpret_cast<const Unaligned*>(by),
                   right = *reinterpret_cast<const Unaligned*>(by + lanes);
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) {
        sum[j][0] += from[j] * left;
        sum[j][1] += from[j] * right;
      }
    }
  }
#pragma GCC unroll 16
  for (int j = 0; j < rows; ++j) {
    Unaligned* const to = reinterpret_cast<Unaligned*>(result + j * result_step);
    to[0] += sum[j][0];
    to[1] += sum[j][1];
  }
}

template <int bytes = vector_bytes(GPUPEAK_ISA_BYTES), int... counts>
constexpr PixelTile pixel_tile_of(std::string_view name, std::array<std::string_view, 2> needs,
                                  std::integer_sequence<int, counts...>) {
  return {name,
          needs,
          sizeof...(counts),
          int64_t{2} * bytes / int64_t{sizeof(float)},
          {nullptr, correlate_pixels<bytes, counts + 1>...},
          {nullptr, gather_pixels<bytes, counts + 1>...}};
}

}  // namespace GPUPEAK_ISA
}  // namespace
}  // namespace gpupeak::host
