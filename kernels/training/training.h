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
#include "kernels/optimizer/optimizer.h"
#include "kernels/training/augment.h"
#include "kernels/training/digits.h"
#include "kernels/training/feed.h"
#include "kernels/training/layers.h"
#include "kernels/training/textures.h"

namespace gpupeak::training {

// A set that a model learns from: pictures that the program draws, and the class of each.
struct Pictures {
  int64_t size, classes;  // numbers of a picture
  int32_t (*label)(uint64_t seed, uint64_t index);
  void (*draw)(uint64_t seed, uint64_t index, std::span<float>);
  augment::Shape shape;
  augment::Ranges ranges;
  int32_t (*mirrored)(int32_t label) = nullptr;  // the class that a picture has in a mirror; null: none, as of digits
};
inline constexpr Pictures digit_pictures{
    digits::pixels,
    digits::classes,
    digits::label,
    digits::draw,
    {digits::edge, digits::edge, 1},
    {.flips = false, .turn = 10, .scale = 0.1, .shift = 2, .mean = 0.19, .deviation = 0.306}};
inline constexpr Pictures texture_pictures{
    textures::pixels,
    textures::classes,
    textures::label,
    textures::draw,
    {textures::edge, textures::edge, textures::channels},
    {.flips = true, .turn = 5, .scale = 0.1, .shift = 2, .mean = 0, .deviation = 0.385},
    textures::mirrored};

// The last layer is dense and its outputs are classes, one number each; the loss is the mean over the batch of the
// cross-entropy of their softmax. A convolution may only stand first, with a max-pool behind it, and that nowhere else.
struct Model {
  std::string_view name;
  std::span<const Layer> layers;
  std::string_view summary;
  const Pictures* pictures = &digit_pictures;
  optimizer::Rule usual = optimizer::Rule::adam;  // when nobody says otherwise
  double learning_rate = 0.001;                   // of that rule
};
inline constexpr std::array mlp_layers{dense(784, 128, true), dense(128, 10, false)};
inline constexpr std::array cnn_layers{convolution(32, 3, 64, 3, true), max_pool(32, 64), dense(16384, 128, true),
                                       dense(128, 10, false)};
inline constexpr std::array models{
    Model{"mlp", mlp_layers, "784-128-10 with ReLU"},
    Model{"cnn", cnn_layers, "3x3 convolution 3-64 of 32x32 with ReLU, 2x2 max-pool, 16384-128-10", &texture_pictures,
          optimizer::Rule::momentum, 0.01},
};
const Model* model_named(std::string_view);
// Why these layers are no model, and what would be; nothing when they are one.
std::optional<std::string> why_none(const Model&);
// The constants of a rule for this model.
optimizer::Settings settings_of(const Model&, optimizer::Rule);

struct Problem {
  const Model* model = &models[0];
  DType dtype = DType::f32;  // of the products' operands; with bf16 weights, sums and all else stay f32
  optimizer::Rule rule = optimizer::Rule::adam;
  optimizer::Settings settings = {};
  int64_t batch = 128;
  int64_t batches = 8;     // of the set; steps take them in turn
  bool augmented = false;  // made of the set beside the step before (kernels/training/feed.h); else taken as they are
};

constexpr int64_t inputs_of(const Model& model) { return model.layers.front().inputs; }
constexpr int64_t classes_of(const Model& model) { return model.layers.back().outputs; }
int64_t activations_of(const Model&);  // outputs of all layers, per sample
int64_t parameters_of(const Model&);
optimizer::Problem update_of(
    const Problem&);  // the tensors in the arenas: W and b of the first layer that has any, of the next, ...

inline constexpr int64_t kept_losses = 64;

// Row-major and dense. Arenas have the order of update_of().
struct Operands {
  const float* images;    // batches x batch x inputs: the set
  const int32_t* labels;  // batches x batch
  float* inputs;          // batch x inputs: what this step learns from
  int32_t* targets;       // batch
  Feed* feed;             // where batches come from instead of the set; null unless they are augmented
  float* activations;     // outputs of the first layer (batch x outputs), then of the next, ...
  float* deltas;          // the loss's derivatives by them before ReLU, in the same places: a check reads both
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
enum class Part { wait, load, forward, loss, backward, optimizer };  // wait: until the feed has made the batch
inline constexpr std::array parts{Part::wait, Part::load, Part::forward, Part::loss, Part::backward, Part::optimizer};
std::string_view name(Part);
using Launches = std::array<Launch, parts.size()>;  // by Part

struct Rung {
  static constexpr std::string_view family = "training";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  std::string_view vendor =
      {};  // whose library it runs on, by its name in DeviceInfo::libraries: a yardstick; empty: ours
  bool (*takes)(DType);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launches (*bind)(Device&, const Problem&, const Operands&);
};

// What must be done: products and sums forward, by the weights, and by the inputs of all layers but the first; only
// arithmetic is charged, 2 flop per multiply-add of the products, without those of a convolution's padding. model_flops
// is the convention of three times forward, by the definition.
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
  // Each recorded step on its own, in double from the state before it, layer by layer from what the step itself found
  // before that (follow.h): activations, loss, derivatives and gradients within what the roundings of one
  // layer add, weights and memory of the rule from the gradients that were found. A loss that is no number is a fault,
  // also when it was the last of steps that nobody recorded.
  Check check();

  // For who launches forward alone, after `load`: what it reads and leaves, copied, and what was written that it may
  // not write: a digest of all arrays but the activations, and red zones.
  struct Passed {
    std::vector<float> inputs, weights;  // batch x inputs; in the order of the arenas
    std::vector<float> outputs;          // of all layers, in the places of activations
    uint64_t untouched = 0;
  };
  Passed passed() const;
  void forget_activations();  // poisons them
  void report_outside(Comparison&) const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::training
