// The innermost pieces of the depthwise rung, over neighbouring channels. One per instruction set.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/device_info.h"
#include "core/small_float.h"

namespace gpupeak::host {

// A tap of the filter: the source's pixel under it, and its number for each channel (a weight, or a sum of the
// gradient).
template <class T>
struct DepthwiseTap {
  const T* source;
  float* numbers;
};

// Pixels in a row that meet the same taps.
struct DepthwiseRow {
  int64_t pixels, channels;
  int64_t source_step, other_step;  // elements from one pixel to the next in the source, and in the result or gradient
};

template <class T>
struct DepthwiseLanes {
  std::string_view name;
  std::array<std::string_view, 2> needs;
  // result[j][c] = sum over taps of source[j][c] * number[c]
  void (*correlate)(const DepthwiseRow&, const DepthwiseTap<T>* taps, int64_t count, float* result);
  // number[c] += sum over pixels of source[j][c] * gradient[j][c], for each tap
  void (*gather)(const DepthwiseRow&, const DepthwiseTap<T>* taps, int64_t count, const T* gradient);
};

// The widest this device can run.
template <class T>
const DepthwiseLanes<T>& best_depthwise_lanes(const DeviceInfo&);

}  // namespace gpupeak::host
