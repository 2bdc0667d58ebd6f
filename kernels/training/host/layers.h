// The layers of a step on the host: where their numbers lie, and what each kind does forward and backward.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/conv/conv.h"
#include "kernels/matmul/matmul.h"
#include "kernels/training/host/rows.h"
#include "kernels/training/training.h"

namespace gpupeak::host {

// Whose products a step is made of.
struct Products {
  const matmul::Rung& matmul;
  const conv::Rung* conv = nullptr;  // null: its maker has none
};

// A layer with the places of its numbers.
struct Placed {
  training::Layer layer;
  const float* in;
  float *out, *delta, *delta_in;  // delta_in is null for the first layer
  float *weights, *biases, *weight_gradients, *bias_gradients;
  // What products read instead with bf16; null with f32. out16 is null where no product reads it.
  const BFloat16 *in16 = nullptr, *weights16 = nullptr;
  BFloat16 *out16 = nullptr, *delta16 = nullptr;
};
std::vector<Placed> placed(const training::Problem&, const training::Operands&);

// What the layers of one step have in common.
struct Binding {
  Device& device;
  const training::Problem& problem;
  Products products;
  std::vector<Placed> layers;
  int units;  // cores for what is not a product
  const Rows& rows;
};

// A kind of layer: its parts of the step. Null where another layer takes care of it.
struct LayerKind {
  Launch (*forward)(const Binding&, size_t layer);
  Launch (*backward)(const Binding&, size_t layer);
  std::optional<std::string> (*refuses)(const Products&, const DeviceInfo&, const training::Problem&,
                                        const training::Layer&);
};
extern const LayerKind dense_layer;
// The convolution that a model begins with, and the max-pool behind it.
extern const LayerKind convolution_layer;
const LayerKind& host_layer(training::Kind);

}  // namespace gpupeak::host
