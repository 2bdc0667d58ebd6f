// What the implicit rung computes with tiles of pixels: every pixel of a result is a sum over taps, each a pixel of the
// source times a matrix. A forward convolution is one of them; a gradient of the image is one for every place that a
// pixel can have between two steps of the stride.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/device.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/host/padded_band.h"
#include "kernels/conv/host/pixel_tile.h"
#include "kernels/matmul/host/partition.h"

namespace gpupeak::host {

// Channels last throughout. Pixel (i, j) of the result reads pixels (i step + row, j step + column) of the source;
// those outside of it are zeros.
template <class T>
struct Correlation {
  struct Tap {
    int64_t row, column;
    const T* filters;  // of the first channel of source and result
  };
  const T* source;
  ImageShape shape;  // of a source image
  int64_t images, step;
  std::vector<Tap> taps;
  int64_t source_step, result_step;  // elements of the filters from one channel of the source, or result, to the next
  float* result;
  int64_t rows, columns, channels;            // of the result
  int64_t image_step, row_step, column_step;  // elements of the result
};

// A forward convolution, or the gradient of its image, in channels that lie last; where it is depthwise, a tap's
// filters are one number per channel.
template <class T>
std::vector<Correlation<T>> correlations_of(const conv::Problem&, const conv::Operands&);

// Ready to be launched again and again: first every worker packs its part of the filters, then, when all have, each
// computes its part of the result.
template <class T>
class Correlator {
 public:
  Correlator(Device&, const Correlation<T>&, const PixelTile&, int workers);
  void pack(int worker);
  void run(int worker);

 private:
  // A piece of work: some rows of one image's result.
  struct Band {
    int64_t image, first, last;
  };
  Band band(int64_t index) const;
  void run_band(const Band&, float* copy);
  void run_row(const Band&, int64_t row, int64_t channel, const float* from);
  float* workspace() { return static_cast<float*>(workspace_->data()); }

  Correlation<T> c_;
  const PixelTile& tile_;
  int workers_;
  int64_t reduction_, tiles_, packed_size_;
  Window2d reach_{};  // of the source's pixels that pixel (0, 0) and those of one row need
  int64_t bands_, band_rows_, copy_size_;
  bool copies_;
  std::vector<int64_t> offsets_;  // of the taps in what a band reads
  int64_t run_;
  std::unique_ptr<Memory> workspace_;
};

extern template class Correlator<float>;
extern template class Correlator<BFloat16>;

}  // namespace gpupeak::host
