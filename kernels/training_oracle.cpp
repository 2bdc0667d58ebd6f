#include "kernels/training_oracle.h"

#include <algorithm>
#include <cmath>

#include "core/small_float.h"

namespace gpupeak::training {
namespace {

// Numbers and how far those of f32 may be from them.
struct Bounded {
  std::vector<double> value, error;
  explicit Bounded(int64_t count) : value(static_cast<size_t>(count)), error(static_cast<size_t>(count)) {}
  explicit Bounded(std::span<const double> exact) : value(exact.begin(), exact.end()), error(exact.size()) {}
};

double roundings(int64_t terms) {
  const auto k = static_cast<double>(terms);
  return std::min(k, 8 * std::sqrt(k));
}

size_t at(int64_t row, int64_t columns, int64_t column) { return static_cast<size_t>(row * columns + column); }

// A matrix inside a Bounded, as it is or transposed.
struct View {
  const Bounded& of;
  int64_t offset, row_stride, column_stride;
  double value(int64_t row, int64_t column) const { return of.value[index(row, column)]; }
  double error(int64_t row, int64_t column) const { return of.error[index(row, column)]; }
  size_t index(int64_t row, int64_t column) const {
    return static_cast<size_t>(offset + row * row_stride + column * column_stride);
  }
};

// The product a b, m x n over k, into `to` from element `first` on.
void multiply(const View& a, const View& b, int64_t m, int64_t n, int64_t k, double u, Bounded& to, int64_t first) {
  const double share = (roundings(k) + 1) * u;
  for (int64_t i = 0; i < m; ++i)
    for (int64_t p = 0; p < k; ++p) {
      const double left = a.value(i, p), left_error = a.error(i, p), size = std::abs(left) + left_error;
      if (size == 0) continue;
      for (int64_t j = 0; j < n; ++j) {
        const double right = b.value(p, j), right_size = std::abs(right), right_error = b.error(p, j);
        to.value[static_cast<size_t>(first) + at(i, n, j)] += left * right;
        to.error[static_cast<size_t>(first) + at(i, n, j)] +=
            left_error * right_size + size * right_error + share * size * right_size;
      }
    }
}

// As products read it: what is stored in fewer bits is off by as much.
void round_to(double rounded, Bounded& numbers) {
  for (size_t i = 0; i < numbers.value.size(); ++i)
    numbers.error[i] += rounded * (std::abs(numbers.value[i]) + numbers.error[i]);
}

// Numbers that are known exactly are known rounded.
Bounded as_read(const Bounded& exact, double rounded) {
  Bounded result = exact;
  if (rounded > 0)
    for (double& value : result.value) value = static_cast<double>(BFloat16(value));
  return result;
}

struct Forward {
  std::vector<Bounded> outputs;     // of each layer, as the next one reads them
  std::vector<Bounded> before;      // ReLU
  std::vector<int64_t> weights_at;  // first weight of each layer; its biases follow
};

Forward forward(const Model& model, const Bounded& inputs, const Bounded& weights, int64_t batch, double u,
                double rounded) {
  Forward result;
  const Bounded read = as_read(weights, rounded);
  int64_t next = 0;
  for (const Layer& layer : model.layers) {
    const Bounded& from = result.outputs.empty() ? inputs : result.outputs.back();
    Bounded out(batch * layer.outputs);
    multiply({from, 0, layer.inputs, 1}, {read, next, layer.outputs, 1}, batch, layer.outputs, layer.inputs, u, out, 0);
    const int64_t bias = next + layer.inputs * layer.outputs;
    for (int64_t i = 0; i < batch; ++i)
      for (int64_t j = 0; j < layer.outputs; ++j) {
        double& value = out.value[at(i, layer.outputs, j)];
        const double added = weights.value[static_cast<size_t>(bias + j)];
        out.error[at(i, layer.outputs, j)] += u * (std::abs(value) + 2 * std::abs(added));
        value += added;
      }
    result.before.push_back(out);
    if (layer.relu)
      for (double& value : out.value) value = std::max(value, 0.0);
    if (&layer != &model.layers.back()) round_to(rounded, out);
    result.outputs.push_back(std::move(out));
    result.weights_at.push_back(next);
    next = bias + layer.outputs;
  }
  return result;
}

// Softmax and cross-entropy: the loss, and what it changes with the last outputs. exp and log are taken to be within 4
// units in the last place.
Bounded lose(const Bounded& outputs, const Batch& batch, int64_t classes, double u, Derived& derived) {
  const auto samples = std::ssize(batch.labels);
  const auto count = static_cast<double>(samples);
  Bounded delta(samples * classes);
  for (int64_t i = 0; i < samples; ++i) {
    const auto* row = &outputs.value[at(i, classes, 0)];
    const auto* row_error = &outputs.error[at(i, classes, 0)];
    const double largest = *std::max_element(row, row + classes);
    const double error = *std::max_element(row_error, row_error + classes);
    double sum = 0, farthest = 0;
    for (int64_t j = 0; j < classes; ++j) {
      sum += std::exp(row[j] - largest);
      farthest = std::max(farthest, largest - row[j]);
    }
    const int32_t label = batch.labels[static_cast<size_t>(i)];
    const double lost = std::log(sum) + largest - row[label];
    derived.loss += lost / count;
    // z - max is rounded to u of its size, and every z may be off by `error`; so log(sum) and z_label are by as much.
    const double rounded = u * (farthest + std::abs(largest));
    derived.loss_error += (2 * error + 2 * rounded + 8 * u * (1 + std::abs(lost))) / count;
    const double relative = std::expm1(2 * (error + rounded)) + (static_cast<double>(classes) + 12) * u;
    for (int64_t j = 0; j < classes; ++j) {
      const double p = std::exp(row[j] - largest) / sum, target = j == label ? 1 : 0;
      delta.value[at(i, classes, j)] = (p - target) / count;
      delta.error[at(i, classes, j)] = (relative * p + 3 * u * (p + target)) / count;
    }
  }
  derived.loss_error += roundings(samples) * u * derived.loss;
  return delta;
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

Bounded exact(std::span<const float> values) {
  Bounded result(std::ssize(values));
  std::ranges::copy(values, result.value.begin());
  return result;
}

}  // namespace

Derived derive(const Model& model, const Batch& batch, std::span<const double> weights, double u, double rounded) {
  const auto samples = std::ssize(batch.labels);
  const Bounded inputs = as_read(exact(batch.images), rounded), parameters(weights);
  const Bounded read = as_read(parameters, rounded);
  const Forward there = forward(model, inputs, parameters, samples, u, rounded);
  Derived derived;
  Bounded gradients(std::ssize(weights));
  Bounded delta = lose(there.outputs.back(), batch, classes_of(model), u, derived);
  const Bounded ones(std::vector<double>(batch.labels.size(), 1.0));
  for (size_t l = model.layers.size(); l-- > 0;) {
    const Layer& layer = model.layers[l];
    if (layer.relu) gate(there.before[l], delta);
    const Bounded& from = l == 0 ? inputs : there.outputs[l - 1];
    const int64_t first = there.weights_at[l];
    const View out{delta, 0, layer.outputs, 1};
    multiply({ones, 0, 0, 1}, out, 1, layer.outputs, samples, u, gradients, first + layer.inputs * layer.outputs);
    round_to(rounded, delta);
    multiply({from, 0, 1, layer.inputs}, out, layer.inputs, layer.outputs, samples, u, gradients, first);
    if (l == 0) break;
    Bounded before(samples * layer.inputs);
    multiply(out, {read, first, 1, layer.outputs}, samples, layer.inputs, layer.outputs, u, before, 0);
    delta = std::move(before);
  }
  derived.gradients = std::move(gradients.value);
  derived.errors = std::move(gradients.error);
  return derived;
}

double loss(const Model& model, const Batch& batch, std::span<const double> weights) {
  Derived derived;
  const Forward there = forward(model, exact(batch.images), Bounded(weights), std::ssize(batch.labels), 0, 0);
  lose(there.outputs.back(), batch, classes_of(model), 0, derived);
  return derived.loss;
}

double accuracy(const Model& model, const Batch& batch, std::span<const double> weights) {
  const int64_t classes = classes_of(model);
  const Forward there = forward(model, exact(batch.images), Bounded(weights), std::ssize(batch.labels), 0, 0);
  double right = 0;
  for (int64_t i = 0; i < std::ssize(batch.labels); ++i) {
    const auto* row = &there.outputs.back().value[at(i, classes, 0)];
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
