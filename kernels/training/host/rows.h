// The loops of a step over rows of numbers for one instruction set, as function pointers: which set a machine has is
// known when it runs.
#pragma once

#include <cstdint>

#include "core/device_info.h"
#include "core/small_float.h"

namespace gpupeak::host {

// Matrices are row-major and dense; any size and any alignment to an element.
struct Rows {
  // x += bias in every row, then max(x, 0) where `relu`.
  void (*add_bias)(float* x, const float* bias, int64_t rows, int64_t columns, bool relu);
  // The sum of all rows, added from the first to the last.
  void (*sum)(const float* x, float* sums, int64_t rows, int64_t columns);
  // delta becomes 0 where the output of ReLU is.
  void (*gate)(float* delta, const float* output, int64_t count);
  // To nearest, ties to even; a NaN stays one.
  void (*round)(const float* from, BFloat16* to, int64_t count);
  // Of pictures, one below the other, lines x edge x channels: x += bias of the channel, then max(x, 0) where `relu`,
  // then the largest of each 2 x 2 pixels. Lines and edge are even; a NaN stays one.
  void (*pool)(float* x, const float* bias, float* pooled, int64_t lines, int64_t edge, int64_t channels, bool relu);
  // `to`, as large as x, becomes the derivatives by x before its ReLU: `delta` where x is the first that is as large as
  // what was pooled, else 0.
  void (*unpool)(const float* x, const float* pooled, const float* delta, float* to, int64_t lines, int64_t edge,
                 int64_t channels, bool relu);
};

extern const Rows rows_vector128, rows_avx2, rows_avx512;

// The widest that this device has.
const Rows& widest_rows(const DeviceInfo&);

}  // namespace gpupeak::host
