// The convolution that a model begins with, and the max-pool behind it: products by the rung of `conv`, a few samples
// at a time, so that what it wrote is still in the second-level caches when bias, ReLU and max-pool walk over it. The
// same backward: the derivatives that the pool passes on are multiplied before they leave the caches. Gradients of each
// few samples are added up at the end, from the first to the last.
#include <algorithm>
#include <memory>
#include <utility>

#include "kernels/training/step.h"

namespace gpupeak::training {
namespace {

using conv::Direction;

std::vector<Samples> groups_of(const Step& step, const Layer& layer) {
  const int64_t most = step.device_parts.samples_at_once(step, layer);
  std::vector<Samples> groups;
  for (int64_t first = 0; first < step.problem.batch; first += most)
    groups.push_back({first, std::min(most, step.problem.batch - first)});
  return groups;
}

// Element `index` of an array, of the type that products read.
void* place(const float* floats, const BFloat16* halves, int64_t index) {
  return halves ? static_cast<void*>(const_cast<BFloat16*>(halves) + index)
                : static_cast<void*>(const_cast<float*>(floats) + index);
}

Launch bound_convolution(const Step& step, const PlacedLayer& p, Direction direction, Samples group,
                         conv::Operands operands) {
  operands.x = place(p.in, p.in16, group.first * p.layer.inputs);
  return step.products.conv->bind(step.device, convolution_of(p.layer, direction, step.problem.dtype, group.count),
                                  operands);
}

// Pairs of launches, group by group.
Launch each_pair(std::vector<std::pair<Launch, Launch>> pairs) {
  return [pairs = std::move(pairs)](Queue& queue) {
    for (const auto& [first, second] : pairs) {
      first(queue);
      second(queue);
    }
  };
}

Launch convolution_forward(const Step& step, size_t layer) {
  const PlacedLayer &p = step.layers[layer], &pool = step.layers[layer + 1];
  std::vector<std::pair<Launch, Launch>> groups;
  for (const Samples& group : groups_of(step, p.layer))
    groups.emplace_back(
        bound_convolution(
            step, p, Direction::forward, group,
            {.x = nullptr, .w = place(p.weights, p.weights16, 0), .y = p.out + group.first * p.layer.outputs}),
        step.device_parts.pool(step, p, pool, group));
  return each_pair(std::move(groups));
}

// Sums that are formed a few samples at a time.
struct Partial {
  Partial(Device& device, int64_t groups, int64_t weights, int64_t samples, int64_t biases)
      : memory(device.allocate(Bytes(4.0 * static_cast<double>(groups * weights + samples * biases)))),
        filters(static_cast<float*>(memory->data())),
        sums(filters + groups * weights) {}
  std::unique_ptr<Memory> memory;
  float *filters, *sums;  // groups x weights; samples x biases
};

Launch convolution_backward(const Step& step, size_t layer) {
  const PlacedLayer &p = step.layers[layer], &pool = step.layers[layer + 1];
  const std::vector<Samples> groups = groups_of(step, p.layer);
  const int64_t weights = weights_of(p.layer), biases = biases_of(p.layer), batch = step.problem.batch;
  const auto partial = std::make_shared<Partial>(step.device, std::ssize(groups), weights, batch, biases);
  std::vector<std::pair<Launch, Launch>> pairs;
  float* filters = partial->filters;
  for (const Samples& group : groups) {
    pairs.emplace_back(
        step.device_parts.unpool(step, p, pool, group, partial->sums),
        bound_convolution(step, p, Direction::backward_filter, group,
                          {.x = nullptr, .w = filters, .y = place(p.delta, p.delta16, group.first * p.layer.outputs)}));
    filters += weights;
  }
  return [partial, by_groups = each_pair(std::move(pairs)),
          by_biases = step.device_parts.add_rows(step, partial->sums, p.bias_gradients, batch, biases),
          by_weights = step.device_parts.add_rows(step, partial->filters, p.weight_gradients, std::ssize(groups),
                                                  weights)](Queue& queue) {
    by_groups(queue);
    by_biases(queue);
    by_weights(queue);
  };
}

std::optional<std::string> refuses_convolution(const Products& products, const DeviceInfo& device,
                                               const Problem& problem, const Layer& layer) {
  if (!products.conv) return "it has no convolutions; try --set train.rung=own,onednn or --set train.model=mlp";
  for (const Direction direction : {Direction::forward, Direction::backward_filter})
    if (auto reason = products.conv->refuses(device, convolution_of(layer, direction, problem.dtype, problem.batch)))
      return reason;
  return std::nullopt;
}

}  // namespace

constinit const LayerKind convolution_layer{
    .forward = convolution_forward, .backward = convolution_backward, .refuses = refuses_convolution};

}  // namespace gpupeak::training
