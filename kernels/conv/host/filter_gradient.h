// The gradient of filters with tiles of pixels: for each tap, the sum over all pixels of y's channels times x's. Every
// worker adds up its own images and rows; then the workers' sums are added, each a part of them.
#pragma once

#include <cstdint>
#include <memory>

#include "core/device.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/host/padded_band.h"
#include "kernels/conv/host/pixel_tile.h"
#include "kernels/matmul/host/partition.h"

namespace gpupeak::host {

// Channels last, one group. x and y of T, w of floats.
template <class T>
class FilterGradient {
 public:
  FilterGradient(Device&, const conv::Problem&, const conv::Operands&, const PixelTile&, int workers);
  void add_up(int worker);  // then, when all have:
  void store(int worker);

 private:
  void add_band(int64_t image, Range rows, int worker);
  void add_taps(int64_t lines, const float* x, int64_t row_size, const float* y, float* sums);
  float* workspace() { return static_cast<float*>(workspace_->data()); }
  float* sums_of(int worker) { return workspace() + worker * (sums_size_ + x_size_ + y_size_); }

  conv::Problem p_;
  conv::Operands operands_;
  const PixelTile& tile_;
  int workers_;
  int64_t rows_of_y_, columns_of_y_, pitch_;  // floats of a pixel of y, in whole tiles
  int64_t width_;                             // pixels of a padded row of x
  int64_t bands_, sums_size_, x_size_, y_size_;
  std::unique_ptr<Memory> workspace_;
};

extern template class FilterGradient<float>;
extern template class FilterGradient<BFloat16>;

}  // namespace gpupeak::host
