#include "kernels/training/inference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>

#include "kernels/training/follow.h"

namespace gpupeak::inference {
namespace {

constexpr double most_followed = 1e8;  // multiply-adds of a check, some ns each

double flops_per_sample(const Problem& problem) {
  return training::work(step_of(problem), {}).model_flops / 3 / static_cast<double>(problem.batch);
}

// As many samples as the oracle can follow, in order: first, last, and others drawn.
std::vector<int64_t> followed(const Problem& problem, uint64_t seed) {
  const double affordable = 2 * most_followed / flops_per_sample(problem);
  std::vector<int64_t> rows(static_cast<size_t>(problem.batch));
  std::iota(rows.begin(), rows.end(), int64_t{0});
  if (problem.batch <= 2 || affordable >= static_cast<double>(problem.batch)) return rows;
  const int64_t count = std::max<int64_t>(2, static_cast<int64_t>(affordable));
  std::swap(rows[1], rows.back());
  for (int64_t i = 2; i < count; ++i) {
    const int64_t left = problem.batch - i;
    const auto drawn = static_cast<int64_t>(mix(seed, static_cast<uint64_t>(i)) % static_cast<uint64_t>(left));
    std::swap(rows[static_cast<size_t>(i)], rows[static_cast<size_t>(i + drawn)]);
  }
  rows.resize(static_cast<size_t>(std::min(count, problem.batch)));
  std::ranges::sort(rows);
  return rows;
}

}  // namespace

training::Problem step_of(const Problem& problem) {
  return {.model = problem.model,
          .dtype = problem.dtype,
          .rule = optimizer::Rule::sgd,
          .settings = {.learning_rate = 0.1},
          .batch = problem.batch,
          .batches = 1};
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const training::Problem step = step_of(problem);
  const training::Model& model = *problem.model;
  Work work = training::work(step, device, training::Part::forward, cache);
  const double batch = static_cast<double>(problem.batch), element = gpupeak::row(problem.dtype).bytes;
  const Bytes weights(element * static_cast<double>(training::parameters_of(model)));
  const Bytes inputs(element * batch * static_cast<double>(training::inputs_of(model)));
  constexpr double f32_bytes = 4;  // sums stay f32
  const double between = batch * static_cast<double>(training::activations_of(model));
  const Bytes outputs(f32_bytes * batch * static_cast<double>(training::classes_of(model)));
  work.samples = batch;
  work.working_set = weights + inputs + Bytes(f32_bytes * between);
  charge_memory(work, device, weights + inputs, outputs, cache);
  return work;
}

Bytes memory(const Problem& problem) { return training::memory(step_of(problem)); }

struct Data::Body {
  Body(Device& on, const Problem& wanted, DataKind kind, uint64_t from)
      : device(on), problem(wanted), seed(from), arrays(on, step_of(wanted), kind, from) {}

  Device& device;
  Problem problem;
  uint64_t seed;
  training::Data arrays;
  training::Launches parts;
  uint64_t round = 0;
  training::Data::Passed before = {};  // as reset() left it

  struct Some;
  Some some(std::span<const float> activations, const std::vector<int64_t>& samples) const;
  std::string name_of(int64_t at) const;  // an output's
};

Data::Data(Device& device, const Problem& problem, DataKind kind, uint64_t seed)
    : body_(std::make_shared<Body>(device, problem, kind, seed)) {}

Launch Data::bind(const training::Rung& rung) {
  Body& b = *body_;
  b.parts = rung.bind(b.device, step_of(b.problem), b.arrays.operands());
  return
      [body = body_, forward = b.parts[static_cast<size_t>(training::Part::forward)]](Queue& queue) { forward(queue); };
}

void Data::reset(uint64_t round) {
  Body& b = *body_;
  if (!b.parts.front()) throw std::logic_error("inference: reset before a rung was bound");
  b.round = round;
  b.arrays.reset(round);
  Queue& queue = b.device.queue();
  for (const Launch& part : b.parts) part(queue);
  b.parts[static_cast<size_t>(training::Part::load)](queue);
  queue.wait();
  b.arrays.forget_activations();
  b.before = b.arrays.passed();
}

// The activations of these samples alone, and where each lies among all.
struct Data::Body::Some {
  std::vector<float> values;
  std::vector<int64_t> at;
};

Data::Body::Some Data::Body::some(std::span<const float> activations, const std::vector<int64_t>& samples) const {
  Some found;
  int64_t first = 0;
  for (const training::Layer& layer : problem.model->layers) {
    for (const int64_t sample : samples)
      for (int64_t i = 0; i < layer.outputs; ++i) {
        found.at.push_back(first + sample * layer.outputs + i);
        found.values.push_back(activations[static_cast<size_t>(found.at.back())]);
      }
    first += problem.batch * layer.outputs;
  }
  return found;
}

std::string Data::Body::name_of(int64_t at) const {
  size_t layer = 0;
  const std::span<const training::Layer> layers = problem.model->layers;
  while (layer + 1 < layers.size() && at >= problem.batch * layers[layer].outputs)
    at -= problem.batch * layers[layer++].outputs;
  return fmt::format("output {} of layer {} of sample {}", at % layers[layer].outputs, layer + 1,
                     at / layers[layer].outputs);
}

Check Data::check() {
  const Body& b = *body_;
  Comparison comparison;
  b.arrays.report_outside(comparison);
  const training::Data::Passed after = b.arrays.passed();
  if (after.untouched != b.before.untouched) comparison.fault("forward wrote to what it may only read");
  for (size_t i = 0; i < after.outputs.size(); ++i)
    if (std::isnan(after.outputs[i])) comparison.fault(b.name_of(static_cast<int64_t>(i)) + " is not a number");
  const std::vector<int64_t> samples = followed(b.problem, mix(b.seed, b.round));
  std::vector<float> images;
  const int64_t pixels = training::inputs_of(*b.problem.model);
  for (const int64_t sample : samples) {
    const auto first = b.before.inputs.begin() + sample * pixels;
    images.insert(images.end(), first, first + pixels);
  }
  const Body::Some found = b.some(after.outputs, samples);
  training::follow_forward(step_of(b.problem), {{images, {}}, b.before.weights, found.values, {}},
                           [&](training::Place, int64_t first, const training::Bounded& expected) {
                             for (size_t i = 0; i < expected.value.size(); ++i) {
                               const size_t place = static_cast<size_t>(first) + i;
                               comparison.element(found.values[place], expected.value[i], expected.error[i],
                                                  found.at[place]);
                             }
                           });
  return comparison.result([&](int64_t at) { return b.name_of(at); });
}

}  // namespace gpupeak::inference
