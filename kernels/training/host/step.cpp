#include "kernels/training/host/step.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/common/host/isa.h"
#include "kernels/optimizer/host/updates.h"
#include "kernels/training/host/share.h"

namespace gpupeak::host {
namespace {

using training::Operands;
using training::Problem;

Launch bind_wait(const Operands& o) {
  return [=](Queue&) {
    if (o.feed) o.feed->take(*o.steps);
  };
}

Launch bind_load(Device& device, const Problem& problem, const Operands& o, int units) {
  const int64_t pixels = training::inputs_of(*problem.model), batch = problem.batch;
  return [=, &rounding = widest_rows(device.info()), batches = problem.batches](Queue& queue) {
    const int64_t first = *o.steps % batches * batch;
    const float* pictures = o.images + first * pixels;
    const int32_t* labels = o.labels + first;
    if (o.feed) {
      const Feed::Batch made = o.feed->take(*o.steps);
      pictures = made.images.data(), labels = made.labels.data();
    }
    share(queue, units, batch, pixels, [&](int64_t row, int64_t rows) {
      std::copy_n(pictures + row * pixels, rows * pixels, o.inputs + row * pixels);
      if (o.inputs16) rounding.round(o.inputs + row * pixels, o.inputs16 + row * pixels, rows * pixels);
    });
    std::copy_n(labels, batch, o.targets);
  };
}

// Softmax and cross-entropy of one row: its loss; what it changes with the outputs, divided by the batch, into `delta`.
float lose(const float* outputs, float* delta, int64_t classes, int32_t target, float per_sample) {
  const float largest = *std::max_element(outputs, outputs + classes);
  float sum = 0;
  for (int64_t j = 0; j < classes; ++j) sum += delta[j] = std::exp(outputs[j] - largest);
  const float scale = 1 / sum;
  for (int64_t j = 0; j < classes; ++j) delta[j] = (delta[j] * scale - (j == target ? 1.0f : 0.0f)) * per_sample;
  return std::log(sum) - (outputs[target] - largest);
}

Launch bind_loss(const Problem& problem, const Operands& o, const Placed& last) {
  return [=, batch = problem.batch](Queue&) {
    const int64_t classes = last.layer.outputs;
    const float per_sample = 1 / static_cast<float>(batch);
    double total = 0;
    for (int64_t row = 0; row < batch; ++row)
      total += lose(last.out + row * classes, last.delta + row * classes, classes, o.targets[row], per_sample);
    o.losses[*o.steps % training::kept_losses] = static_cast<float>(total / static_cast<double>(batch));
  };
}

// What the layers do one after the other, the last one first when `backward`.
Launch in_turn(const Binding& binding, bool backward) {
  std::vector<Launch> launches;
  for (size_t l = 0; l < binding.layers.size(); ++l) {
    const LayerKind& kind = host_layer(binding.layers[l].layer.kind);
    if (const auto bind = backward ? kind.backward : kind.forward) launches.push_back(bind(binding, l));
  }
  if (backward) std::ranges::reverse(launches);
  return [launches = std::move(launches)](Queue& queue) {
    for (const Launch& launch : launches) launch(queue);
  };
}

Launch bind_optimizer(Device& device, const Problem& problem, const Operands& o, int units) {
  const optimizer::Problem update = training::update_of(problem);
  const optimizer::Operands arenas{nullptr, o.gradients, o.weights, o.m, o.v, o.steps};
  const Update step = widest_update(device.info(), update);
  return [=, &rows = widest_rows(device.info()), parameters = count(update)](Queue& queue) {
    const optimizer::Scalars scalars = optimizer::scalars(update, *o.steps);
    if (units > 1)
      update_part(queue, update, arenas, {0, parameters}, units, step, scalars);
    else
      step(arenas, parameters, scalars);
    if (o.weights16)
      share(queue, units, parameters, 1,
            [&](int64_t first, int64_t count) { rows.round(o.weights + first, o.weights16 + first, count); });
    ++*o.steps;
  };
}

}  // namespace

std::optional<std::string> refuses_step(const Products& products, const DeviceInfo& device, const Problem& problem) {
  for (const training::Layer& layer : problem.model->layers)
    if (const auto refuses = host_layer(layer.kind).refuses)
      if (auto reason = refuses(products, device, problem, layer)) return reason;
  return std::nullopt;
}

training::Launches bind_step(Device& device, const Problem& problem, const Operands& operands,
                             const Products& products) {
  const int units = products.matmul.vendor ? 1 : device.info().units;
  const Binding binding{device, problem, products, placed(problem, operands), units, widest_rows(device.info())};
  return {bind_wait(operands),     bind_load(device, problem, operands, units),
          in_turn(binding, false), bind_loss(problem, operands, binding.layers.back()),
          in_turn(binding, true),  bind_optimizer(device, problem, operands, units)};
}

}  // namespace gpupeak::host
