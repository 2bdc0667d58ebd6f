// The loops over rows, once for each instruction set (kernels/common/host/each_isa.h).
#include <cmath>
#include <cstring>

#include "kernels/common/host/isa.h"
#include "kernels/training/host/rows.h"

namespace gpupeak::host {
namespace {
namespace GPUPEAK_ISA {

inline constexpr int row_vector_size = vector_bytes(GPUPEAK_ISA_BYTES);
inline constexpr int64_t row_lanes = row_vector_size / static_cast<int>(sizeof(float));
typedef float RowVector __attribute__((vector_size(row_vector_size)));
typedef uint32_t RowBits __attribute__((vector_size(row_vector_size)));
typedef uint16_t RowHalves __attribute__((vector_size(row_vector_size / 2)));

// By reference: a vector argument wider than the base instruction set has no settled calling convention.
GPUPEAK_ISA_INLINE void load(RowVector& value, const float* from) { std::memcpy(&value, from, sizeof value); }
GPUPEAK_ISA_INLINE void store(float* to, const RowVector& value) { std::memcpy(to, &value, sizeof value); }

GPUPEAK_ISA_TARGET inline void add_bias(float* x, const float* bias, int64_t rows, int64_t columns, bool relu) {
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

GPUPEAK_ISA_TARGET inline void sum_rows(const float* x, float* sums, int64_t rows, int64_t columns) {
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

GPUPEAK_ISA_TARGET inline void gate(float* delta, const float* output, int64_t count) {
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

GPUPEAK_ISA_TARGET inline void round_to_bf16(const float* from, BFloat16* to, int64_t count) {
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

// A 2x2 max-pool over pictures with channels last.

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
GPUPEAK_ISA_INLINE void take_larger(RowVector& a, const RowVector& b) {
  RowBits bits;
  std::memcpy(&bits, &b, sizeof bits);
  const auto is_nan = (bits & 0x7fffffff) > 0x7f800000;
  a = ((b > a) | is_nan) ? b : a;
}

GPUPEAK_ISA_TARGET inline void pool(float* x, const float* bias, float* pooled, int64_t lines, int64_t edge,
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

GPUPEAK_ISA_TARGET inline void unpool(const float* x, const float* pooled, const float* delta, float* to, int64_t lines,
                                      int64_t edge, int64_t channels, bool relu) {
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

constexpr Rows make_rows() { return {add_bias, sum_rows, gate, round_to_bf16, pool, unpool}; }

}  // namespace GPUPEAK_ISA
}  // namespace
}  // namespace gpupeak::host
