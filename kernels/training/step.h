// A training step put together from a device's parts: its products are those of rungs of `matmul` and `conv`,
// whichever, and what lies between them the device does itself. Their order and the places of all numbers belong to no
// device.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/conv/conv.h"
#include "kernels/matmul/matmul.h"
#include "kernels/training/training.h"

namespace gpupeak::training {

// Whose products a step is made of.
struct Products {
  const matmul::Rung& matmul;
  const conv::Rung* conv = nullptr;  // null: its maker has none
};

// A layer with the places of its numbers.
struct PlacedLayer {
  Layer layer;
  const float* in;
  float *out, *delta, *delta_in;  // delta_in is null for the first layer
  float *weights, *biases, *weight_gradients, *bias_gradients;
  // What products read instead with bf16; null with f32. out16 is null where no product reads it.
  const BFloat16 *in16 = nullptr, *weights16 = nullptr;
  BFloat16 *out16 = nullptr, *delta16 = nullptr;
};

struct Samples {
  int64_t first, count;
};

struct StepParts;

// What the parts of one step have in common.
struct Step {
  Device& device;
  const Problem& problem;
  const Operands& operands;
  const Products& products;
  const StepParts& device_parts;
  std::vector<PlacedLayer> layers;
};

// TABLE of what a device does itself. Each is bound once, and the launch holds what it needs.
struct StepParts {
  Launch (*wait)(const Step&);  // until the feed has made the batch
  Launch (*load)(const Step&);  // the step's batch, its bf16 twin and its targets
  // Behind a dense layer's product: out += bias, ReLU, the bf16 twin.
  Launch (*finish_dense)(const Step&, const PlacedLayer&);
  // Before its products backward: delta through ReLU, its bf16 twin, and its sum over the batch, the biases' gradient.
  Launch (*start_dense)(const Step&, const PlacedLayer&);
  // So many samples of a convolution at once that what its product wrote is still in a cache when it is pooled.
  int64_t (*samples_at_once)(const Step&, const Layer&);
  // Behind a convolution's product: out += bias, ReLU, and the max-pool of it with its bf16 twin.
  Launch (*pool)(const Step&, const PlacedLayer& convolution, const PlacedLayer& pool, Samples);
  // Before its product backward: delta through the max-pool and ReLU, its bf16 twin, and its sum over the pixels of
  // each sample, a row of `sums`.
  Launch (*unpool)(const Step&, const PlacedLayer& convolution, const PlacedLayer& pool, Samples, float* sums);
  // sum = of `rows` rows of `columns`, added from the first to the last.
  Launch (*add_rows)(const Step&, const float* from, float* sum, int64_t rows, int64_t columns);
  Launch (*loss)(const Step&, const PlacedLayer& last);  // of the batch, and its derivatives
  Launch (*update)(const Step&);  // the optimizer, the bf16 twin of the weights, and the steps' number
};

// Why these rungs cannot do one of the products.
std::optional<std::string> refuses_step(const Products&, const DeviceInfo&, const Problem&);

Launches bind_step(Device&, const Problem&, const Operands&, const Products&, const StepParts&);

// A kind of layer: its part of the step. Null where another layer takes care of it.
struct LayerKind {
  Launch (*forward)(const Step&, size_t layer);
  Launch (*backward)(const Step&, size_t layer);
  std::optional<std::string> (*refuses)(const Products&, const DeviceInfo&, const Problem&, const Layer&);
};
extern const LayerKind dense_layer;
// The convolution that a model begins with, and the max-pool behind it.
extern const LayerKind convolution_layer;

}  // namespace gpupeak::training
