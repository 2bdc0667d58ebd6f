#include "kernels/training/step.h"

#include <algorithm>
#include <array>

namespace gpupeak::training {
namespace {

constinit const LayerKind with_the_convolution{};
constexpr std::array<const LayerKind*, 3> layer_kinds{&dense_layer, &convolution_layer, &with_the_convolution};

const LayerKind& kind_of(const Layer& layer) { return *layer_kinds[static_cast<size_t>(layer.kind)]; }

std::vector<PlacedLayer> placed_layers(const Problem& problem, const Operands& o) {
  const std::span<const Layer> model = problem.model->layers;
  const bool halves = problem.dtype == DType::bf16;
  std::vector<PlacedLayer> layers;
  const float* in = o.inputs;
  const BFloat16* in16 = o.inputs16;
  float* delta_in = nullptr;
  int64_t activation = 0, weight = 0;
  for (size_t l = 0; l < model.size(); ++l) {
    const Layer& layer = model[l];
    const int64_t bias = weight + weights_of(layer);
    PlacedLayer p{layer,
                  in,
                  o.activations + activation,
                  o.deltas + activation,
                  delta_in,
                  o.weights + weight,
                  o.weights + bias,
                  o.gradients + weight,
                  o.gradients + bias};
    if (halves) {
      p.in16 = in16;
      p.weights16 = o.weights16 + weight;
      p.delta16 = o.deltas16 + activation;
      if (l + 1 < model.size() && weights_of(model[l + 1]) > 0) p.out16 = o.activations16 + activation;
    }
    in = p.out, in16 = p.out16, delta_in = p.delta;
    activation += problem.batch * layer.outputs;
    weight = bias + biases_of(layer);
    layers.push_back(p);
  }
  return layers;
}

// What the layers do one after the other, the last one first when `backward`.
Launch in_turn(const Step& step, bool backward) {
  std::vector<Launch> launches;
  for (size_t l = 0; l < step.layers.size(); ++l) {
    const LayerKind& kind = kind_of(step.layers[l].layer);
    if (const auto bind = backward ? kind.backward : kind.forward) launches.push_back(bind(step, l));
  }
  if (backward) std::ranges::reverse(launches);
  return [launches = std::move(launches)](Queue& queue) {
    for (const Launch& launch : launches) launch(queue);
  };
}

}  // namespace

std::optional<std::string> refuses_step(const Products& products, const DeviceInfo& device, const Problem& problem) {
  for (const Layer& layer : problem.model->layers)
    if (const auto refuses = kind_of(layer).refuses)
      if (auto reason = refuses(products, device, problem, layer)) return reason;
  return std::nullopt;
}

Launches bind_step(Device& device, const Problem& problem, const Operands& operands, const Products& products,
                   const StepParts& device_parts) {
  const Step step{device, problem, operands, products, device_parts, placed_layers(problem, operands)};
  return {device_parts.wait(step), device_parts.load(step),
          in_turn(step, false),    device_parts.loss(step, step.layers.back()),
          in_turn(step, true),     device_parts.update(step)};
}

}  // namespace gpupeak::training
