// Rows of an image as a tile of pixels reads them: floats, with zeros wherever the image has ended.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/small_float.h"

namespace gpupeak::host {

inline float widened(float value) { return value; }
inline float widened(BFloat16 value) { return as_float(value); }

// An image of rows x columns pixels, channels last.
struct ImageShape {
  int64_t rows, columns, channels;
};

// `rows` x `columns` pixels from (first_row, first_column) on, which may lie outside.
struct Window2d {
  int64_t first_row, first_column, rows, columns;
  bool inside(const ImageShape& image) const {
    return first_row >= 0 && first_column >= 0 && first_row + rows <= image.rows &&
           first_column + columns <= image.columns;
  }
};

// The window's pixels, `pitch` >= channels floats each (what is left over is zeros).
template <class T>
void copy_padded(const T* image, const ImageShape& shape, const Window2d& window, int64_t pitch, float* to) {
  const int64_t before = std::clamp<int64_t>(-window.first_column, 0, window.columns);
  const int64_t end = std::clamp<int64_t>(shape.columns - window.first_column, before, window.columns);
  for (int64_t row = 0; row < window.rows; ++row, to += window.columns * pitch) {
    const int64_t from_row = window.first_row + row;
    if (from_row < 0 || from_row >= shape.rows || before == end) {
      std::fill_n(to, window.columns * pitch, 0.0F);
      continue;
    }
    std::fill_n(to, before * pitch, 0.0F);
    const T* from = image + (from_row * shape.columns + window.first_column + before) * shape.channels;
    if (pitch == shape.channels) {
      if constexpr (std::is_same_v<T, float>)
        std::memcpy(to + before * pitch, from, static_cast<size_t>((end - before) * pitch) * sizeof(float));
      else
        for (int64_t i = 0; i < (end - before) * pitch; ++i) to[before * pitch + i] = widened(from[i]);
    } else {
      for (int64_t column = before; column < end; ++column, from += shape.channels) {
        float* const pixel = to + column * pitch;
        for (int64_t c = 0; c < shape.channels; ++c) pixel[c] = widened(from[c]);
        std::fill_n(pixel + shape.channels, pitch - shape.channels, 0.0F);
      }
    }
    std::fill_n(to + end * pitch, (window.columns - end) * pitch, 0.0F);
  }
}

}  // namespace gpupeak::host
