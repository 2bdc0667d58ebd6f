#include "kernels/training/training.h"

#include <fmt/format.h>

#include "core/dtype.h"
#include "kernels/common/fastest_unit.h"

namespace gpupeak::training {
namespace {

constexpr double f32_bytes = 4;

// Forward, per sample.
double required(const Model& model) {
  double sum = 0;
  for (const Layer& layer : model.layers) sum += row(layer.kind).required(layer);
  return sum;
}

// By the definition.
double nominal(const Model& model) {
  double sum = 0;
  for (const Layer& layer : model.layers) sum += row(layer.kind).nominal(layer);
  return sum;
}

// By the weights of all layers, and by the inputs of all but the first, whose inputs are data.
double required_backward(const Model& model) {
  const Layer& first = model.layers.front();
  return 2 * required(model) - row(first.kind).required(first);
}

}  // namespace

const Model* model_named(std::string_view wanted) {
  for (const Model& model : models)
    if (model.name == wanted) return &model;
  return nullptr;
}

std::optional<std::string> why_none(const Model& model) {
  const auto kind_of = [&](size_t l) { return model.layers[l].kind; };
  for (size_t l = 0; l < model.layers.size(); ++l) {
    const Layer& layer = model.layers[l];
    if (l > 0 && layer.inputs != model.layers[l - 1].outputs)
      return fmt::format("layer {} of model {} takes {} numbers, but the one before it gives {}", l, model.name,
                         layer.inputs, model.layers[l - 1].outputs);
    const bool pooled = l + 1 < model.layers.size() && kind_of(l + 1) == Kind::max_pool;
    if (layer.kind == Kind::convolution && (l > 0 || !pooled || layer.taps % 2 == 0))
      return fmt::format(
          "layer {} of model {} is a convolution; it must stand first, with a max-pool behind it, and "
          "have an odd number of taps",
          l, model.name);
    if (layer.kind == Kind::max_pool && (l != 1 || kind_of(0) != Kind::convolution || layer.edge % 2 != 0))
      return fmt::format(
          "layer {} of model {} is a max-pool; it must stand behind the convolution and take an even "
          "number of rows",
          l, model.name);
  }
  if (kind_of(model.layers.size() - 1) != Kind::dense)
    return fmt::format("the last layer of model {} is not dense", model.name);
  if (inputs_of(model) != model.pictures->size || classes_of(model) != model.pictures->classes)
    return fmt::format("model {} does not take the pictures of its set and their classes", model.name);
  return std::nullopt;
}

optimizer::Settings settings_of(const Model& model, optimizer::Rule rule) {
  optimizer::Settings settings;
  if (rule == model.usual) settings.learning_rate = model.learning_rate;
  return settings;
}

int64_t activations_of(const Model& model) {
  int64_t count = 0;
  for (const Layer& layer : model.layers) count += layer.outputs;
  return count;
}

int64_t parameters_of(const Model& model) {
  int64_t count = 0;
  for (const Layer& layer : model.layers) count += weights_of(layer) + biases_of(layer);
  return count;
}

optimizer::Problem update_of(const Problem& problem) {
  optimizer::Problem update{.rule = problem.rule, .tensors = {}, .settings = problem.settings};
  int64_t next = 0;
  for (const Layer& layer : problem.model->layers)
    for (const int64_t count : {weights_of(layer), biases_of(layer)}) {
      if (count == 0) continue;
      update.tensors.push_back({next, count});
      next += count;
    }
  return update;
}

std::string_view name(Part part) {
  constexpr std::array<std::string_view, parts.size()> names{"wait", "load",     "forward",
                                                             "loss", "backward", "optimizer"};
  return names[static_cast<size_t>(part)];
}

Bytes memory(const Problem& problem) {
  const Model& model = *problem.model;
  const double batch = static_cast<double>(problem.batch),
               inputs = static_cast<double>(inputs_of(model)) + 1;     // and the label
  const double tensors = 2 + optimizer::row(problem.rule).remembered;  // weights, gradients
  const double halves = problem.dtype == DType::f32 ? 0
                                                    : batch * static_cast<double>(inputs_of(model)) +
                                                          2 * batch * static_cast<double>(activations_of(model)) +
                                                          static_cast<double>(parameters_of(model));
  return Bytes(halves * gpupeak::row(DType::bf16).bytes) +
         Bytes(f32_bytes * (batch * inputs * (static_cast<double>(problem.batches) + 1) +
                            2 * batch * static_cast<double>(activations_of(model)) +
                            tensors * static_cast<double>(parameters_of(model))));
}

Work work(const Problem& problem, const DeviceInfo& device) {
  const double batch = static_cast<double>(problem.batch), forward = 2 * required(*problem.model) * batch;
  Work work;
  work.add(fastest_unit(problem.dtype, device.peak),
           FlopCount(forward + 2 * required_backward(*problem.model) * batch));
  work.samples = batch;
  work.model_flops = 3 * 2 * nominal(*problem.model) * batch;
  work.working_set = memory(problem);
  return work;
}

Work work(const Problem& problem, const DeviceInfo& device, Part part, Cache cache) {
  const double batch = static_cast<double>(problem.batch);
  Work work;
  switch (part) {
    case Part::load: {
      const Bytes bytes(f32_bytes * batch * (static_cast<double>(inputs_of(*problem.model)) + 1));
      work.working_set = 2.0 * bytes;
      charge_memory(work, device, bytes, bytes, cache);
      return work;
    }
    case Part::forward:
      work.add(fastest_unit(problem.dtype, device.peak), FlopCount(2 * required(*problem.model) * batch));
      return work;
    case Part::backward:
      work.add(fastest_unit(problem.dtype, device.peak), FlopCount(2 * required_backward(*problem.model) * batch));
      return work;
    case Part::optimizer:
      return optimizer::work(update_of(problem), device, cache);
    case Part::wait:
    case Part::loss:
      return work;
  }
  return work;
}

}  // namespace gpupeak::training
