// The loops over channels, once for each instruction set (kernels/common/host/each_isa.h).
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "kernels/conv/host/depthwise_lanes.h"

namespace gpupeak::host {
namespace {
namespace GPUPEAK_ISA {

template <int bytes>
struct Lanes {
  static constexpr int64_t count = bytes / sizeof(float);
  typedef float Vector __attribute__((vector_size(bytes), may_alias));
  typedef float Unaligned __attribute__((vector_size(bytes), may_alias, aligned(sizeof(float))));
  typedef uint32_t Bits __attribute__((vector_size(bytes), may_alias));
  typedef uint16_t Halves __attribute__((vector_size(bytes / 2), may_alias, aligned(sizeof(uint16_t))));
};

template <int bytes>
GPUPEAK_ISA_TARGET inline typename Lanes<bytes>::Vector vector_at(const float* from) {
  return *reinterpret_cast<const typename Lanes<bytes>::Unaligned*>(from);
}
template <int bytes>
GPUPEAK_ISA_TARGET inline typename Lanes<bytes>::Vector vector_at(const BFloat16* from) {
  using Bits = typename Lanes<bytes>::Bits;
  const Bits bits = __builtin_convertvector(*reinterpret_cast<const typename Lanes<bytes>::Halves*>(from), Bits) << 16;
  return __builtin_bit_cast(typename Lanes<bytes>::Vector, bits);
}
template <int bytes>
GPUPEAK_ISA_TARGET inline void store(typename Lanes<bytes>::Vector value, float* to) {
  *reinterpret_cast<typename Lanes<bytes>::Unaligned*>(to) = value;
}
inline float number_at(const float* from) { return *from; }
inline float number_at(const BFloat16* from) { return as_float(*from); }

// So many pixels at once: a tap's numbers are loaded once for all of them.
template <int bytes, int abreast, class T>
GPUPEAK_ISA_TARGET void correlate_some(const DepthwiseRow& row, const DepthwiseTap<T>* taps, int64_t count,
                                       int64_t first, float* result) {
  using Vector = typename Lanes<bytes>::Vector;
  constexpr int64_t lanes = Lanes<bytes>::count;
  const int64_t at = first * row.source_step;
  float* const to = result + first * row.other_step;
  int64_t c = 0;
  for (; c + lanes <= row.channels; c += lanes) {
    Vector sum[abreast] = {};
    for (int64_t t = 0; t < count; ++t) {
      const Vector number = vector_at<bytes>(taps[t].numbers + c);
      const T* const from = taps[t].source + at + c;
#pragma GCC unroll 8
      for (int j = 0; j < abreast; ++j) sum[j] += vector_at<bytes>(from + j * row.source_step) * number;
    }
#pragma GCC unroll 8
    for (int j = 0; j < abreast; ++j) store<bytes>(sum[j], to + j * row.other_step + c);
  }
  for (; c < row.channels; ++c)
    for (int j = 0; j < abreast; ++j) {
      float sum = 0;
      for (int64_t t = 0; t < count; ++t)
        sum += number_at(taps[t].source + at + j * row.source_step + c) * taps[t].numbers[c];
      to[j * row.other_step + c] = sum;
    }
}

template <int bytes, class T>
GPUPEAK_ISA_TARGET void correlate_row(const DepthwiseRow& row, const DepthwiseTap<T>* taps, int64_t count,
                                      float* result) {
  int64_t pixel = 0;
  for (; pixel + 8 <= row.pixels; pixel += 8) correlate_some<bytes, 8>(row, taps, count, pixel, result);
  for (; pixel + 2 <= row.pixels; pixel += 2) correlate_some<bytes, 2>(row, taps, count, pixel, result);
  for (; pixel < row.pixels; ++pixel) correlate_some<bytes, 1>(row, taps, count, pixel, result);
}

template <int bytes, int count, class T>
GPUPEAK_ISA_TARGET void gather_some(const DepthwiseRow& row, const DepthwiseTap<T>* taps, const T* gradient) {
  using Vector = typename Lanes<bytes>::Vector;
  constexpr int64_t lanes = Lanes<bytes>::count;
  int64_t c = 0;
  for (; c + lanes <= row.channels; c += lanes) {
    Vector sum[count] = {};
    for (int64_t j = 0; j < row.pixels; ++j) {
      const Vector by = vector_at<bytes>(gradient + j * row.other_step + c);
#pragma GCC unroll 9
      for (int t = 0; t < count; ++t) sum[t] += vector_at<bytes>(taps[t].source + j * row.source_step + c) * by;
    }
#pragma GCC unroll 9
    for (int t = 0; t < count; ++t) store<bytes>(vector_at<bytes>(taps[t].numbers + c) + sum[t], taps[t].numbers + c);
  }
  for (; c < row.channels; ++c)
    for (int t = 0; t < count; ++t)
      for (int64_t j = 0; j < row.pixels; ++j)
        taps[t].numbers[c] +=
            number_at(taps[t].source + j * row.source_step + c) * number_at(gradient + j * row.other_step + c);
}

template <int bytes, class T>
GPUPEAK_ISA_TARGET void gather_row(const DepthwiseRow& row, const DepthwiseTap<T>* taps, int64_t count,
                                   const T* gradient) {
  int64_t t = 0;
  for (; t + 9 <= count; t += 9) gather_some<bytes, 9>(row, taps + t, gradient);
  for (; t + 3 <= count; t += 3) gather_some<bytes, 3>(row, taps + t, gradient);
  for (; t < count; ++t) gather_some<bytes, 1>(row, taps + t, gradient);
}

template <class T, int bytes = vector_bytes(GPUPEAK_ISA_BYTES)>
constexpr DepthwiseLanes<T> depthwise_lanes_of(std::string_view name, std::array<std::string_view, 2> needs) {
  return {name, needs, correlate_row<bytes, T>, gather_row<bytes, T>};
}

}  // namespace GPUPEAK_ISA
}  // namespace
}  // namespace gpupeak::host
