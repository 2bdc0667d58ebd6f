// The loops of a 2x2 max-pool over pictures with channels last, written once for every width. Included by rows_loops.h.
#pragma once

#include <cmath>

#include "kernels/training/host/row_vectors.h"

namespace gpupeak::host {
namespace {

// The four pixels that one of the result stands for.
struct FourPixels {
  int64_t at[4];
  FourPixels(int64_t line, int64_t column, int64_t edge, int64_t channels) {
    at[0] = (2 * line * edge + 2 * column) * channels;
    at[1] = at[0] + channels;
    at[2] = at[0] + edge * channels;
    at[3] = at[2] + channels;
  }
};

// The larger of both, the first where they are equal; a NaN stays one.
inline float larger(float a, float b) { return b > a || std::isnan(b) ? b : a; }
GPUPEAK_ROWS_INLINE void take_larger(RowVector& a, const RowVector& b) {
  RowBits bits;
  std::memcpy(&bits, &b, sizeof bits);
  const auto is_nan = (bits & 0x7fffffff) > 0x7f800000;
  a = ((b > a) | is_nan) ? b : a;
}

GPUPEAK_ROWS_TARGET inline void pool(float* x, const float* bias, float* pooled, int64_t lines, int64_t edge,
                                     int64_t channels, bool relu) {
  for (int64_t line = 0; line < lines / 2; ++line)
    for (int64_t column = 0; column < edge / 2; ++column, pooled += channels) {
      const FourPixels pixels(line, column, edge, channels);
      int64_t c = 0;
      for (; c + row_lanes <= channels; c += row_lanes) {
        RowVector added, largest{}, value;
        load(added, bias + c);
        for (int i = 0; i < 4; ++i) {
          load(value, x + pixels.at[i] + c);
          value += added;
          if (relu) value = value < 0.0f ? RowVector{} : value;
          store(x + pixels.at[i] + c, value);
          if (i == 0) largest = value;
          take_larger(largest, value);
        }
        store(pooled + c, largest);
      }
      for (; c < channels; ++c)
        for (int i = 0; i < 4; ++i) {
          float& value = x[pixels.at[i] + c];
          value += bias[c];
          if (relu && value < 0) value = 0;
          pooled[c] = i == 0 ? value : larger(pooled[c], value);
        }
    }
}

GPUPEAK_ROWS_TARGET inline void unpool(const float* x, const float* pooled, const float* delta, float* to,
                                       int64_t lines, int64_t edge, int64_t channels, bool relu) {
  for (int64_t line = 0; line < lines / 2; ++line)
    for (int64_t column = 0; column < edge / 2; ++column, pooled += channels, delta += channels) {
      const FourPixels pixels(line, column, edge, channels);
      int64_t c = 0;
      for (; c + row_lanes <= channels; c += row_lanes) {
        RowVector largest, left, value;
        load(largest, pooled + c);
        load(left, delta + c);
        if (relu) left = largest == 0.0f ? RowVector{} : left;
        for (const int64_t at : pixels.at) {
          load(value, x + at + c);
          const RowVector passed = value == largest ? left : RowVector{};
          left = value == largest ? RowVector{} : left;
          store(to + at + c, passed);
        }
      }
      for (; c < channels; ++c) {
        float left = relu && pooled[c] == 0 ? 0.0f : delta[c];
        for (const int64_t at : pixels.at) {
          const bool first = x[at + c] == pooled[c];
          to[at + c] = first ? left : 0.0f;
          if (first) left = 0;
        }
      }
    }
}

}  // namespace
}  // namespace gpupeak::host
