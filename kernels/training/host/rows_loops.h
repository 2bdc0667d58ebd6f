// The loops over rows, written once for every width. Included once by each instruction set's file, after it has defined
// GPUPEAK_ROWS_TARGET and GPUPEAK_ROWS_BYTES (templates do not inherit a caller's target attribute).
#pragma once

#include <cstring>

#include "kernels/training/host/pool_loops.h"
#include "kernels/training/host/row_vectors.h"
#include "kernels/training/host/rows.h"

namespace gpupeak::host {
namespace {

GPUPEAK_ROWS_TARGET inline void add_bias(float* x, const float* bias, int64_t rows, int64_t columns, bool relu) {
  for (int64_t row = 0; row < rows; ++row, x += columns) {
    int64_t j = 0;
    for (; j + row_lanes <= columns; j += row_lanes) {
      RowVector value, added;
      load(value, x + j);
      load(added, bias + j);
      value += added;
      if (relu) value = value < 0.0f ? RowVector{} : value;  // a NaN stays one
      store(x + j, value);
    }
    for (; j < columns; ++j) {
      const float value = x[j] + bias[j];
      x[j] = relu && value < 0 ? 0.0f : value;
    }
  }
}

GPUPEAK_ROWS_TARGET inline void sum_rows(const float* x, float* sums, int64_t rows, int64_t columns) {
  int64_t j = 0;
  for (; j + row_lanes <= columns; j += row_lanes) {
    RowVector sum{}, value;
    for (int64_t row = 0; row < rows; ++row) {
      load(value, x + row * columns + j);
      sum += value;
    }
    store(sums + j, sum);
  }
  for (; j < columns; ++j) {
    float sum = 0;
    for (int64_t row = 0; row < rows; ++row) sum += x[row * columns + j];
    sums[j] = sum;
  }
}

GPUPEAK_ROWS_TARGET inline void gate(float* delta, const float* output, int64_t count) {
  int64_t i = 0;
  for (; i + row_lanes <= count; i += row_lanes) {
    RowVector value, gated;
    load(value, delta + i);
    load(gated, output + i);
    value = gated == 0.0f ? RowVector{} : value;
    store(delta + i, value);
  }
  for (; i < count; ++i)
    if (output[i] == 0) delta[i] = 0;
}

GPUPEAK_ROWS_TARGET inline void round_to_bf16(const float* from, BFloat16* to, int64_t count) {
  int64_t i = 0;
  for (; i + row_lanes <= count; i += row_lanes) {
    RowBits bits;
    std::memcpy(&bits, from + i, sizeof bits);
    const RowBits rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16, quiet = (bits >> 16) | 0x40;
    const RowBits is_nan = (RowBits)((bits & 0x7fffffff) > 0x7f800000);
    const RowHalves halves = __builtin_convertvector((is_nan & quiet) | (~is_nan & rounded), RowHalves);
    std::memcpy(static_cast<void*>(to + i), &halves, sizeof halves);
  }
  for (; i < count; ++i) to[i] = BFloat16(static_cast<double>(from[i]));
}

constexpr Rows make_rows() { return {add_bias, sum_rows, gate, round_to_bf16, pool, unpool}; }

}  // namespace
}  // namespace gpupeak::host
