// The layers of family `training`: what each kind holds and computes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "kernels/conv/conv.h"

namespace gpupeak::training {

// dense:        y = x W + b, W inputs x outputs and row-major.
// convolution:  y = x * w + b of a picture, rows x columns x channels with channels last, by filters of taps x taps
// that
//               move by one pixel and have a padding of taps / 2, so that y has the picture's rows and columns. w has
//               the order of kernels/conv/conv.h: filters, rows, columns, channels.
// max_pool:     the largest of each 2 x 2 pixels, which do not overlap; the first of several has the derivative.
enum class Kind { dense, convolution, max_pool };

struct Layer {
  int64_t inputs, outputs;  // numbers per sample
  bool relu = false;        // then max(y, 0)
  Kind kind = Kind::dense;
  // Of a kind that reads pictures: rows and columns, which are alike, and channels; of a convolution its filters too.
  int64_t edge = 0, channels = 0, filters = 0, taps = 0;
};

constexpr Layer dense(int64_t inputs, int64_t outputs, bool relu) { return {inputs, outputs, relu}; }
constexpr Layer convolution(int64_t edge, int64_t channels, int64_t filters, int64_t taps, bool relu) {
  return {edge * edge * channels, edge * edge * filters, relu, Kind::convolution, edge, channels, filters, taps};
}
constexpr Layer max_pool(int64_t edge, int64_t channels) {
  return {edge * edge * channels, edge * edge / 4 * channels, false, Kind::max_pool, edge, channels};
}

struct KindRow {
  Kind id;
  std::string_view name;
  // A kind has both tensors, weights and then biases, or neither.
  int64_t (*weights)(const Layer&);
  int64_t (*biases)(const Layer&);
  int64_t (*terms)(const Layer&);  // products in the sum of one output
  // Multiply-adds per sample: by the definition, and without those that padding makes zero.
  double (*nominal)(const Layer&);
  double (*required)(const Layer&);
};
const KindRow& row(Kind);

inline int64_t weights_of(const Layer& layer) { return row(layer.kind).weights(layer); }
inline int64_t biases_of(const Layer& layer) { return row(layer.kind).biases(layer); }

// A convolution as family `conv` has it.
conv::Problem convolution_of(const Layer&, conv::Direction, DType, int64_t batch);

}  // namespace gpupeak::training
