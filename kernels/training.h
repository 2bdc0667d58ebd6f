// Family `training`: one step of supervised learning: take a batch, forward, loss, backward, optimizer. Models are
// tables of layers; the contract, the work and the oracle. What a step counts (its number, its loss) lies in device
// memory, so that a whole step can be one graph.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/buffer.h"
#include "core/dtype.h"
#include "core/suite.h"
#include "kernels/optimizer.h"

namespace gpupeak::training {

// y = x W + b, W inputs x outputs and row-major; then max(y, 0) where `relu`.
struct Layer {
  int64_t inputs, outputs;
  bool relu;
};

// The last layer's outputs are classes, one number each; the loss is the mean over the batch of the cross-entropy of
// their softmax.
struct Model {
  std::string_view name;
  std::span<const Layer> layers;
  std::string_view summary;
};
inline constexpr std::array mlp_layers{Layer{784, 128, true}, Layer{128, 10, false}};
inline constexpr std::array models{
    Model{"mlp", mlp_layers, "784-128-10 with ReLU"},
};
const Model* model_named(std::string_view);

struct Problem {
  const Model* model = &models[0];
  DType dtype = DType::f32;  // of the products' operands; with bf16 weights, sums and all else stay f32
  optimizer::Rule rule = optimizer::Rule::adam;
  optimizer::Settings settings = {};
  int64_t batch = 128;
  int64_t batches = 8;  // of the set; steps take them in turn
};

constexpr int64_t inputs_of(const Model& model) { return model.layers.front().inputs; }
constexpr int64_t classes_of(const Model& model) { return model.layers.back().outputs; }
int64_t activations_of(const Model&);  // outputs of all layers, per sample
int64_t parameters_of(const Model&);
optimizer::Problem update_of(
    const Problem&);  // the tensors in the arenas: W and b of the first layer, of the next, ...

inline constexpr int64_t kept_losses = 64;

// Row-major and dense. Arenas have the order of update_of().
struct Operands {
  const float* images;    // batches x batch x inputs: the set
  const int32_t* labels;  // batches x batch
  float* inputs;          // batch x inputs: what this step learns from
  int32_t* targets;       // batch
  float* activations;     // outputs of the first layer (batch x outputs), then of the next, ...
  float* deltas;          // the loss's derivatives by them before ReLU, in the same places
  float* gradients;       // by the parameters
  float* weights;
  float* m;
  float* v;
  int64_t* steps;  // taken so far; the optimizer adds 1
  float* losses;   // of step t (from 0) at t % kept_losses
  // What products read with bf16: inputs, activations, deltas and weights rounded to nearest, each in the places of its
  // f32 twin; biases are not looked at. The optimizer renews the weights. Null with f32.
  BFloat16 *inputs16 = nullptr, *activations16 = nullptr, *deltas16 = nullptr, *weights16 = nullptr;
};

// In the order of a step.
enum class Part { load, forward, loss, backward, optimizer };
inline constexpr std::array parts{Part::load, Part::forward, Part::loss, Part::backward, Part::optimizer};
std::string_view name(Part);
using Launches = std::array<Launch, parts.size()>;  // by Part

struct Rung {
  std::string_view name;
  std::string_view idea;
  bool vendor = false;  // the yardstick the others are compared with
  bool (*takes)(DType);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launches (*bind)(Device&, const Problem&, const Operands&);
};

// What must be done: products and sums forward, by the weights, and by the inputs of all layers but the first; only
// arithmetic is charged, 2 flop per multiply-add of the products. model_flops is the convention of three times forward.
Work work(const Problem&, const DeviceInfo&);
Work work(const Problem&, const DeviceInfo&, Part, Cache);
// Set, batch, activations and their derivatives, gradients, weights and what the rule remembers: everything but the
// workspaces of the products.
Bytes memory(const Problem&);

class Data {
 public:
  Data(Device&, const Problem&, DataKind, uint64_t seed);
  Operands operands();
  // All parts of a step in order. The first launches after reset() are recorded step by step, until check() looks at
  // them.
  Launch step(Launches);
  void reset(uint64_t round);
  // Each recorded step on its own, in double from the state before it: loss and all gradients within what the roundings
  // of f32 add layer by layer (training_oracle.h), weights and memory of the rule from the gradients that were found. A
  // loss that is no number is a fault.
  Check check();

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::training
