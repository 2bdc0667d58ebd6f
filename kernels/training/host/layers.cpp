#include "kernels/training/host/layers.h"

#include <array>

namespace gpupeak::host {
namespace {

constinit const LayerKind with_the_convolution{};
constexpr std::array<const LayerKind*, 3> kinds{&dense_layer, &convolution_layer, &with_the_convolution};

}  // namespace

const LayerKind& host_layer(training::Kind kind) { return *kinds[static_cast<size_t>(kind)]; }

std::vector<Placed> placed(const training::Problem& problem, const training::Operands& o) {
  const std::span<const training::Layer> model = problem.model->layers;
  const bool halves = problem.dtype == DType::bf16;
  std::vector<Placed> layers;
  const float* in = o.inputs;
  const BFloat16* in16 = o.inputs16;
  float* delta_in = nullptr;
  int64_t activation = 0, weight = 0;
  for (size_t l = 0; l < model.size(); ++l) {
    const training::Layer& layer = model[l];
    const int64_t bias = weight + weights_of(layer);
    Placed p{layer,
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

}  // namespace gpupeak::host
