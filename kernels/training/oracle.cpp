#include "kernels/training/oracle.h"

#include <algorithm>
#include <cmath>

#include "kernels/training/bounds.h"

namespace gpupeak::training {
namespace {

struct Forward {
  std::vector<Bounded> outputs;     // of each layer, as the next one reads them
  std::vector<Bounded> before;      // ReLU; nothing where there is none
  std::vector<int64_t> weights_at;  // first weight of each layer; its biases follow
};

Forward forward(const Model& model, const Bounded& inputs, const Bounded& weights, int64_t batch, double u,
                double rounded) {
  Forward result;
  const Bounded read = as_read(weights, rounded);
  int64_t next = 0;
  for (size_t l = 0; l < model.layers.size(); ++l) {
    const Layer& layer = model.layers[l];
    const Bounded& from = l == 0 ? inputs : result.outputs.back();
    Bounded out = layer.kind == Kind::max_pool ? pooled(layer, batch, from)
                                               : products_forward({layer, batch, u}, from, read.value, next);
    result.weights_at.push_back(next);
    if (const int64_t biases = biases_of(layer); biases > 0) {
      const auto first = static_cast<size_t>(next + weights_of(layer));
      add_biases(std::span(weights.value).subspan(first, static_cast<size_t>(biases)), u, out);
    }
    result.before.push_back(layer.relu ? out : Bounded(0));
    if (layer.relu)
      for (double& value : out.value) value = std::max(value, 0.0);
    const bool multiplied = l + 1 < model.layers.size() && weights_of(model.layers[l + 1]) > 0;
    if (multiplied) round_to(rounded, out);
    result.outputs.push_back(std::move(out));
    next += weights_of(layer) + biases_of(layer);
  }
  return result;
}

void gate(const Bounded& before, Bounded& delta) {
  for (size_t i = 0; i < delta.value.size(); ++i) {
    if (std::abs(before.value[i]) <= before.error[i] && before.error[i] > 0) {
      delta.error[i] += std::abs(delta.value[i]);  // either sign: there or not
      if (before.value[i] <= 0) delta.value[i] = 0;
    } else if (before.value[i] <= 0) {
      delta.value[i] = delta.error[i] = 0;
    }
  }
}

}  // namespace

Derived derive(const Model& model, const Batch& batch, std::span<const double> weights, double u, double rounded) {
  const auto samples = std::ssize(batch.labels);
  const Bounded inputs = as_read(exact(batch.images), rounded), parameters(weights);
  const Bounded read = as_read(parameters, rounded);
  const Forward there = forward(model, inputs, parameters, samples, u, rounded);
  Derived derived;
  Bounded gradients(std::ssize(weights));
  auto [loss, delta] = cross_entropy(there.outputs.back(), batch.labels, classes_of(model), u);
  derived.loss = loss.value[0], derived.loss_error = loss.error[0];
  for (size_t l = model.layers.size(); l-- > 0;) {
    const Layer& layer = model.layers[l];
    const Bounded& from = l == 0 ? inputs : there.outputs[l - 1];
    if (layer.kind == Kind::max_pool) {
      delta = unpooled(layer, samples, from, delta);
      continue;
    }
    if (layer.relu) gate(there.before[l], delta);
    const Multiplied products{layer, samples, u};
    const int64_t first = there.weights_at[l];
    sums_by_biases(products, delta, gradients, first + weights_of(layer));
    round_to(rounded, delta);
    products_by_weights(products, from, delta, gradients, first);
    if (l > 0) delta = products_by_inputs(products, delta, read.value, first);
  }
  derived.gradients = std::move(gradients.value);
  derived.errors = std::move(gradients.error);
  return derived;
}

double loss(const Model& model, const Batch& batch, std::span<const double> weights) {
  const Forward there = forward(model, exact(batch.images), Bounded(weights), std::ssize(batch.labels), 0, 0);
  return cross_entropy(there.outputs.back(), batch.labels, classes_of(model), 0).mean.value[0];
}

double accuracy(const Model& model, const Batch& batch, std::span<const double> weights) {
  const int64_t classes = classes_of(model);
  const Forward there = forward(model, exact(batch.images), Bounded(weights), std::ssize(batch.labels), 0, 0);
  double right = 0;
  for (int64_t i = 0; i < std::ssize(batch.labels); ++i) {
    const auto* row = &there.outputs.back().value[element_at(i, classes, 0)];
    if (std::max_element(row, row + classes) - row == batch.labels[static_cast<size_t>(i)]) ++right;
  }
  return right / static_cast<double>(std::ssize(batch.labels));
}

Reference::Reference(const Problem& problem, std::span<const float> weights)
    : problem_(problem), update_(update_of(problem)) {
  for (const float weight : weights) state_.push_back({.weight = weight});
}

double Reference::step(const Batch& batch) {
  std::vector<double> weights;
  for (const optimizer::Replayed& r : state_) weights.push_back(r.weight);
  const Derived derived = derive(*problem_.model, batch, weights, 0);
  const optimizer::ExactScalars scalars = optimizer::exact_scalars(update_, steps_++);
  for (size_t i = 0; i < state_.size(); ++i) optimizer::replay(scalars, derived.gradients[i], state_[i]);
  return derived.loss;
}

}  // namespace gpupeak::training
