#include "kernels/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/dtype.h"
#include "kernels/digits.h"
#include "kernels/operand_faults.h"
#include "kernels/training_oracle.h"

namespace gpupeak::training {
namespace {

enum Label : uint64_t { label_set, label_weights };

double as_double(int64_t count) { return static_cast<double>(count); }
constexpr double f32_bytes = 4;

double multiply_adds(const Layer& layer) { return as_double(layer.inputs) * as_double(layer.outputs); }

// Forward, per sample.
double multiply_adds(const Model& model) {
  double sum = 0;
  for (const Layer& layer : model.layers) sum += multiply_adds(layer);
  return sum;
}

// By the weights of all layers, and by the inputs of all but the first, whose inputs are data.
double backward_multiply_adds(const Model& model) {
  return 2 * multiply_adds(model) - multiply_adds(model.layers.front());
}

// Every other tensor of the arenas is biases, which no product reads.
bool is_weight(const optimizer::Problem& update, size_t index) {
  for (size_t t = 0; t < update.tensors.size(); ++t) {
    const auto& tensor = update.tensors[t];
    if (static_cast<int64_t>(index) < tensor.first + tensor.count) return t % 2 == 0;
  }
  return false;
}

// The units that multiply such numbers; the fastest of those this device has is what a step could use.
Resource products_on(DType dtype, const Peak& peak) {
  if (dtype == DType::f32) return Resource::fp32;
  for (const Resource unit : {Resource::bf16_tensor, Resource::bf16})
    if (peak.rates.contains(unit)) return unit;
  return Resource::fp32;
}

}  // namespace

const Model* model_named(std::string_view wanted) {
  for (const Model& model : models)
    if (model.name == wanted) return &model;
  return nullptr;
}

int64_t activations_of(const Model& model) {
  int64_t count = 0;
  for (const Layer& layer : model.layers) count += layer.outputs;
  return count;
}

int64_t parameters_of(const Model& model) {
  int64_t count = 0;
  for (const Layer& layer : model.layers) count += (layer.inputs + 1) * layer.outputs;
  return count;
}

optimizer::Problem update_of(const Problem& problem) {
  optimizer::Problem update{.rule = problem.rule, .tensors = {}, .settings = problem.settings};
  int64_t next = 0;
  for (const Layer& layer : problem.model->layers)
    for (const int64_t count : {layer.inputs * layer.outputs, layer.outputs}) {
      update.tensors.push_back({next, count});
      next += count;
    }
  return update;
}

std::string_view name(Part part) {
  constexpr std::array<std::string_view, parts.size()> names{"load", "forward", "loss", "backward", "optimizer"};
  return names[static_cast<size_t>(part)];
}

Bytes memory(const Problem& problem) {
  const Model& model = *problem.model;
  const double batch = as_double(problem.batch), inputs = as_double(inputs_of(model)) + 1;  // and the label
  const double tensors = 2 + optimizer::row(problem.rule).remembered;                       // weights, gradients
  const double halves = problem.dtype == DType::f32
                            ? 0
                            : batch * as_double(inputs_of(model)) + 2 * batch * as_double(activations_of(model)) +
                                  as_double(parameters_of(model));
  return Bytes(halves * gpupeak::row(DType::bf16).bytes) +
         Bytes(f32_bytes * (batch * inputs * (as_double(problem.batches) + 1) +
                            2 * batch * as_double(activations_of(model)) + tensors * as_double(parameters_of(model))));
}

Work work(const Problem& problem, const DeviceInfo& device) {
  const double batch = as_double(problem.batch), forward = 2 * multiply_adds(*problem.model) * batch;
  Work work;
  work.add(products_on(problem.dtype, device.peak),
           FlopCount(forward + 2 * backward_multiply_adds(*problem.model) * batch));
  work.samples = batch;
  work.model_flops = 3 * forward;
  work.working_set = memory(problem);
  return work;
}

Work work(const Problem& problem, const DeviceInfo& device, Part part, Cache cache) {
  const double batch = as_double(problem.batch);
  Work work;
  switch (part) {
    case Part::load: {
      const Bytes bytes(f32_bytes * batch * (as_double(inputs_of(*problem.model)) + 1));
      work.working_set = 2.0 * bytes;
      charge_memory(work, device, bytes, bytes, cache);
      return work;
    }
    case Part::forward:
      work.add(products_on(problem.dtype, device.peak), FlopCount(2 * multiply_adds(*problem.model) * batch));
      return work;
    case Part::backward:
      work.add(products_on(problem.dtype, device.peak), FlopCount(2 * backward_multiply_adds(*problem.model) * batch));
      return work;
    case Part::optimizer:
      return optimizer::work(update_of(problem), device, cache);
    case Part::loss:
      return work;
  }
  return work;
}

struct Data::Body {
  // What a step found, before the next one overwrote it.
  struct Moment {
    int64_t steps = 0;
    std::vector<float> weights, m, v, gradients, inputs;
    std::vector<int32_t> targets;
    std::vector<BFloat16> weights16;
    float loss = 0;  // of the step that led here
  };

  Body(Device& device, const Problem& wanted, DataKind kind, uint64_t from)
      : problem(wanted),
        data(kind),
        seed(from),
        parameters(parameters_of(*wanted.model)),
        set_size(wanted.batch * wanted.batches),
        images(device, set_size * inputs_of(*wanted.model)),
        labels(device, set_size),
        inputs(device, wanted.batch * inputs_of(*wanted.model)),
        targets(device, wanted.batch),
        activations(device, wanted.batch * activations_of(*wanted.model)),
        deltas(device, wanted.batch * activations_of(*wanted.model)),
        gradients(device, parameters),
        weights(device, parameters),
        steps(device, 1),
        losses(device, kept_losses) {
    const int remembered = optimizer::row(wanted.rule).remembered;
    if (remembered > 0) m.emplace(device, parameters);
    if (remembered > 1) v.emplace(device, parameters);
    if (wanted.dtype == DType::f32) return;
    inputs16.emplace(device, inputs.size());
    activations16.emplace(device, activations.size());
    deltas16.emplace(device, deltas.size());
    weights16.emplace(device, parameters);
  }

  Problem problem;
  DataKind data;
  uint64_t seed;
  int64_t parameters, set_size;
  Buffer<float> images;
  Buffer<int32_t> labels;
  Buffer<float> inputs;
  Buffer<int32_t> targets;
  Buffer<float> activations, deltas, gradients, weights;
  std::optional<Buffer<float>> m, v;
  std::optional<Buffer<BFloat16>> inputs16, activations16, deltas16, weights16;
  Buffer<int64_t> steps;
  Buffer<float> losses;
  std::vector<float> set_images;  // as the oracle knows them
  std::vector<int32_t> set_labels;
  uint64_t images_digest = 0, labels_digest = 0;
  bool recording = false;
  std::vector<Moment> moments;  // before each recorded step

  template <class Use>
  void each_buffer(Use use) {
    use(images, "images"), use(labels, "labels"), use(inputs, "inputs"), use(targets, "targets");
    use(activations, "activations"), use(deltas, "deltas"), use(gradients, "gradients"), use(weights, "weights");
    if (m) use(*m, "m");
    if (v) use(*v, "v");
    use(steps, "steps"), use(losses, "losses");
    if (inputs16) use(*inputs16, "inputs16"), use(*activations16, "activations16"), use(*deltas16, "deltas16");
    if (weights16) use(*weights16, "weights16");
  }

  void draw_set(uint64_t from) {
    const int64_t pixels = inputs_of(*problem.model);
    set_images.resize(static_cast<size_t>(set_size * pixels));
    set_labels.resize(static_cast<size_t>(set_size));
    for (int64_t i = 0; i < set_size; ++i) {
      const std::span picture(set_images.data() + i * pixels, static_cast<size_t>(pixels));
      set_labels[static_cast<size_t>(i)] = digits::label(from, static_cast<uint64_t>(i));
      if (data == DataKind::random)
        digits::draw(from, static_cast<uint64_t>(i), picture);
      else
        std::ranges::fill(picture, data == DataKind::ones ? 1.0f : 0.0f);
    }
    images.write(0, set_images);
    labels.write(0, set_labels);
  }

  // Uniform with the variance that keeps signals their size through ReLU (K. He et al., ICCV 2015); biases begin at 0.
  void draw_weights(uint64_t from) {
    std::vector<float> values;
    uint64_t index = 0;
    for (const Layer& layer : problem.model->layers) {
      const double limit = std::sqrt(6.0 / as_double(layer.inputs));
      for (int64_t i = 0; i < layer.inputs * layer.outputs; ++i)
        values.push_back(static_cast<float>(limit * generated(DataKind::random, from, index++)));
      values.insert(values.end(), static_cast<size_t>(layer.outputs), 0.0f);
    }
    weights.write(0, values);
    if (!weights16) return;
    std::vector<BFloat16> rounded;
    for (const float value : values) rounded.emplace_back(static_cast<double>(value));
    weights16->write(0, rounded);
  }

  Moment now() const {
    Moment moment;
    moment.steps = steps.all().front();
    moment.weights = weights.all();
    if (m) moment.m = m->all();
    if (v) moment.v = v->all();
    moment.gradients = gradients.all();
    moment.inputs = inputs.all();
    moment.targets = targets.all();
    if (weights16) moment.weights16 = weights16->all();
    if (moment.steps > 0) {
      float last[1];
      losses.read((moment.steps - 1) % kept_losses, last);
      moment.loss = last[0];
    }
    return moment;
  }

  Batch batch_of(int64_t step) const {
    const auto first = static_cast<size_t>(step % problem.batches * problem.batch);
    const auto pixels = static_cast<size_t>(inputs_of(*problem.model)), rows = static_cast<size_t>(problem.batch);
    return {std::span(set_images).subspan(first * pixels, rows * pixels), std::span(set_labels).subspan(first, rows)};
  }

  void compare_step(Comparison&, const Moment& before, const Moment& after) const;
  std::string name_of(int64_t index) const;
};

Data::Data(Device& device, const Problem& problem, DataKind kind, uint64_t seed) {
  if (problem.batch < 1 || problem.batches < 1)
    throw std::invalid_argument(
        fmt::format("training: {} batches of {} samples are no set to learn from", problem.batches, problem.batch));
  if (!optimizer::takes_f32_and_bf16(problem.dtype))
    throw std::invalid_argument(
        fmt::format("training: no step of {} products; f32 and bf16 are known", gpupeak::row(problem.dtype).name));
  if (inputs_of(*problem.model) != digits::pixels || classes_of(*problem.model) != digits::classes)
    throw std::invalid_argument(
        fmt::format("training: model {} does not take the pictures of digits and their classes", problem.model->name));
  body_ = std::make_shared<Body>(device, problem, kind, seed);
}

Operands Data::operands() {
  Body& b = *body_;
  return {.images = b.images.data(),
          .labels = b.labels.data(),
          .inputs = b.inputs.data(),
          .targets = b.targets.data(),
          .activations = b.activations.data(),
          .deltas = b.deltas.data(),
          .gradients = b.gradients.data(),
          .weights = b.weights.data(),
          .m = b.m ? b.m->data() : nullptr,
          .v = b.v ? b.v->data() : nullptr,
          .steps = b.steps.data(),
          .losses = b.losses.data(),
          .inputs16 = b.inputs16 ? b.inputs16->data() : nullptr,
          .activations16 = b.activations16 ? b.activations16->data() : nullptr,
          .deltas16 = b.deltas16 ? b.deltas16->data() : nullptr,
          .weights16 = b.weights16 ? b.weights16->data() : nullptr};
}

Launch Data::step(Launches launches) {
  return [body = body_, launches = std::move(launches)](Queue& queue) {
    if (body->recording) {
      queue.wait();
      body->moments.push_back(body->now());
    }
    for (const Launch& launch : launches) launch(queue);
  };
}

void Data::reset(uint64_t round) {
  Body& b = *body_;
  const uint64_t seed = mix(b.seed, round);
  b.draw_set(mix(seed, label_set));
  b.draw_weights(mix(seed, label_weights));
  b.inputs.poison(), b.targets.poison(), b.activations.poison(), b.deltas.poison();
  b.gradients.poison(), b.losses.poison();
  if (b.inputs16) b.inputs16->poison(), b.activations16->poison(), b.deltas16->poison();
  const std::vector<float> nothing(static_cast<size_t>(b.parameters), 0.0f);
  if (b.m) b.m->write(0, nothing);
  if (b.v) b.v->write(0, nothing);
  b.steps.write(0, std::array<int64_t, 1>{0});
  b.each_buffer([](auto& buffer, const char*) { buffer.draw_red_zones(); });
  b.images_digest = b.images.digest();
  b.labels_digest = b.labels.digest();
  b.moments.clear();
  b.recording = true;
}

// Step s has six times as many indices as there are parameters: the loss, gradients, weights, m, v, weights16.
void Data::Body::compare_step(Comparison& comparison, const Moment& before, const Moment& after) const {
  const int64_t step = before.steps, base = 6 * parameters * step;
  if (after.steps != step + 1) {
    comparison.fault(fmt::format("steps were counted as {} after step {}", after.steps, step));
    return;
  }
  if (!std::isfinite(after.loss)) {
    comparison.fault(fmt::format("the loss diverged to {} in step {}; try a smaller learning rate", after.loss, step));
    return;
  }
  const Batch batch = batch_of(step);
  if (!std::ranges::equal(after.inputs, batch.images) || !std::ranges::equal(after.targets, batch.labels)) {
    comparison.fault(fmt::format("step {} did not learn from batch {} of the set", step, step % problem.batches));
    return;
  }
  const std::vector<double> at(before.weights.begin(), before.weights.end());
  const double rounded = problem.dtype == DType::f32 ? 0 : gpupeak::row(problem.dtype).unit_roundoff;
  const Derived derived = derive(*problem.model, batch, at, gpupeak::row(DType::f32).unit_roundoff, rounded);
  comparison.element(after.loss, derived.loss, derived.loss_error, base);
  const optimizer::Problem update = update_of(problem);
  const optimizer::ExactScalars scalars = optimizer::exact_scalars(update, step);
  for (size_t i = 0; i < at.size(); ++i) {
    const auto index = base + static_cast<int64_t>(i);
    comparison.element(after.gradients[i], derived.gradients[i], derived.errors[i], index + parameters);
    optimizer::Replayed r{.weight = at[i]};
    if (m) r.m = before.m[i];
    if (v) r.v = before.v[i];
    optimizer::replay(scalars, after.gradients[i], r);  // what was found, so that its error is not counted twice
    comparison.element(after.weights[i], r.weight, r.weight_error, index + 2 * parameters);
    if (m) comparison.element(after.m[i], r.m, r.m_error, index + 3 * parameters);
    if (v) comparison.element(after.v[i], r.v, r.v_error, index + 4 * parameters);
    if (weights16 && is_weight(update, i))
      comparison.element(static_cast<double>(after.weights16[i]),
                         static_cast<double>(BFloat16(static_cast<double>(after.weights[i]))), 0,
                         index + 5 * parameters);
  }
}

std::string Data::Body::name_of(int64_t index) const {
  constexpr const char* names[] = {"loss", "gradients", "weights", "m", "v", "weights16"};
  const int64_t step = index / (6 * parameters), kind = index / parameters % 6, at = index % parameters;
  return kind == 0 ? fmt::format("the loss of step {}", step) : fmt::format("{}[{}] of step {}", names[kind], at, step);
}

Check Data::check() {
  Body& b = *body_;
  Comparison comparison;
  b.each_buffer([&](const auto& buffer, const char* name) { report_damage(comparison, buffer, name); });
  report_overwritten(comparison, b.images, "images", b.images_digest);
  report_overwritten(comparison, b.labels, "labels", b.labels_digest);
  if (b.moments.empty()) comparison.fault("no step was taken");
  b.recording = false;
  std::vector<Body::Moment> moments = std::exchange(b.moments, {});
  moments.push_back(b.now());
  for (size_t i = 0; i + 1 < moments.size(); ++i) b.compare_step(comparison, moments[i], moments[i + 1]);
  return comparison.result([&b](int64_t index) { return b.name_of(index); });
}

}  // namespace gpupeak::training
