// The operands of a training step, and their comparison with the oracle.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/dtype.h"
#include "kernels/common/operand_faults.h"
#include "kernels/training/follow.h"
#include "kernels/training/training.h"

namespace gpupeak::training {
namespace {

enum Label : uint64_t { label_set, label_weights, label_feed };

// Every other tensor of the arenas is biases, which no product reads.
bool is_weight(const optimizer::Problem& update, size_t index) {
  for (size_t t = 0; t < update.tensors.size(); ++t) {
    const auto& tensor = update.tensors[t];
    if (static_cast<int64_t>(index) < tensor.first + tensor.count) return t % 2 == 0;
  }
  return false;
}

// What a check looks at.
enum class Found { loss, activations, deltas, gradients, weights, m, v, weights16 };
constexpr std::array found_names{"loss", "activations", "deltas", "gradients", "weights", "m", "v", "weights16"};
constexpr std::array found_at{Found::loss, Found::activations, Found::deltas, Found::gradients};  // by Place

// What a sum of up to 2^26 numbers may be off when f32 cannot hold them: units for bf16 take what is below 2^-126 as 0.
constexpr double flushed = 0x1p-100;

std::string diverged(float loss, int64_t step) {
  return fmt::format("the loss diverged to {} in step {}; try a smaller learning rate", loss, step);
}

}  // namespace

struct Data::Body {
  // What a step found, before the next one overwrote it.
  struct Moment {
    int64_t steps = 0;
    std::vector<float> weights, m, v, gradients, inputs, activations, deltas;
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
        losses(device, kept_losses),
        set_images(static_cast<size_t>(images.size())),
        set_labels(static_cast<size_t>(set_size)) {
    if (wanted.augmented) {
      const Pictures& pictures = *wanted.model->pictures;
      feed.emplace(FeedSource{set_images, set_labels, wanted.batch, wanted.batches, pictures.shape, pictures.ranges,
                              pictures.mirrored});
    }
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
  std::optional<Feed> feed;  // of the host's copy of the set
  uint64_t feed_seed = 0;
  uint64_t images_digest = 0, labels_digest = 0;
  bool recording = false, was_reset = false;
  std::optional<std::string> unseen_fault;  // of steps before the last reset
  std::vector<Moment> moments;              // before each recorded step

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
    const Pictures& pictures = *problem.model->pictures;
    const int64_t pixels = pictures.size;
    for (int64_t i = 0; i < set_size; ++i) {
      const std::span picture(set_images.data() + i * pixels, static_cast<size_t>(pixels));
      set_labels[static_cast<size_t>(i)] = pictures.label(from, static_cast<uint64_t>(i));
      if (data == DataKind::random)
        pictures.draw(from, static_cast<uint64_t>(i), picture);
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
      const double limit = std::sqrt(6.0 / static_cast<double>(std::max<int64_t>(1, row(layer.kind).terms(layer))));
      for (int64_t i = 0; i < weights_of(layer); ++i)
        values.push_back(static_cast<float>(limit * generated(DataKind::random, from, index++)));
      values.insert(values.end(), static_cast<size_t>(biases_of(layer)), 0.0f);
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
    moment.activations = activations.all();
    moment.deltas = deltas.all();
    moment.targets = targets.all();
    if (weights16) moment.weights16 = weights16->all();
    if (moment.steps > 0) moment.loss = loss_of(moment.steps - 1);
    return moment;
  }

  float loss_of(int64_t step) const {
    float loss[1];
    losses.read(step % kept_losses, loss);
    return loss[0];
  }

  // Steps that are timed are not recorded, but a loss that is no number stays one: the last tells of all.
  void look_at_last_loss() {
    const int64_t taken = was_reset ? steps.all().front() : 0;
    was_reset = true;
    if (taken > 0 && !std::isfinite(loss_of(taken - 1))) unseen_fault = diverged(loss_of(taken - 1), taken - 1);
  }

  Batch batch_of(int64_t step) const {
    const auto first = static_cast<size_t>(step % problem.batches * problem.batch);
    const auto pixels = static_cast<size_t>(inputs_of(*problem.model)), rows = static_cast<size_t>(problem.batch);
    return {std::span(set_images).subspan(first * pixels, rows * pixels), std::span(set_labels).subspan(first, rows)};
  }

  // Augmented pictures are within the bound of rounding; what is taken as it is must be equal.
  bool is_batch_of(int64_t step, const Batch& found) const {
    const Batch drawn = batch_of(step);
    if (!feed) return std::ranges::equal(found.images, drawn.images) && std::ranges::equal(found.labels, drawn.labels);
    const Pictures& set = *problem.model->pictures;
    for (int64_t i = 0; i < problem.batch; ++i) {
      const auto use = static_cast<uint64_t>(step * problem.batch + i);
      const augment::Warp warp = augment::drawn(set.shape, set.ranges, feed_seed, use);
      const auto sample = static_cast<size_t>(i), count = static_cast<size_t>(set.size), first = sample * count;
      const int32_t label = drawn.labels[sample];
      if (found.labels[sample] != (augment::is_flipped(warp) ? set.mirrored(label) : label) ||
          !augment::is_applied(set.shape, set.ranges, warp, drawn.images.subspan(first, count),
                               found.images.subspan(first, count)))
        return false;
    }
    return true;
  }

  // Every number of a step has an index of its own, whatever array it lies in.
  int64_t largest_array() const { return std::max(parameters, activations.size()); }
  int64_t index_of(int64_t step, Found found, int64_t at) const {
    return (step * std::ssize(found_names) + static_cast<int64_t>(found)) * largest_array() + at;
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
  if (auto why = why_none(*problem.model)) throw std::invalid_argument("training: " + *why);
  body_ = std::make_shared<Body>(device, problem, kind, seed);
}

Operands Data::operands() {
  Body& b = *body_;
  return {.images = b.images.data(),
          .labels = b.labels.data(),
          .inputs = b.inputs.data(),
          .targets = b.targets.data(),
          .feed = b.feed ? &*b.feed : nullptr,
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
  b.look_at_last_loss();
  const uint64_t seed = mix(b.seed, round);
  b.feed_seed = mix(seed, label_feed);
  if (b.feed) b.feed->stop(b.feed_seed);  // before it could see half of another set
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

void Data::Body::compare_step(Comparison& comparison, const Moment& before, const Moment& after) const {
  const int64_t step = before.steps;
  if (after.steps != step + 1) {
    comparison.fault(fmt::format("steps were counted as {} after step {}", after.steps, step));
    return;
  }
  if (!std::isfinite(after.loss)) {
    comparison.fault(diverged(after.loss, step));
    return;
  }
  const Batch batch{after.inputs, after.targets};  // as found, so that the error of augmenting is not counted twice
  if (!is_batch_of(step, batch)) {
    comparison.fault(fmt::format("step {} did not learn from batch {} of the set", step, step % problem.batches));
    return;
  }
  const auto compare = [&](Found found, std::span<const float> values, int64_t first, const Bounded& expected) {
    for (size_t i = 0; i < expected.value.size(); ++i) {
      const int64_t at = first + static_cast<int64_t>(i);
      comparison.element(values[static_cast<size_t>(at)], expected.value[i], expected.error[i] + flushed,
                         index_of(step, found, at));
    }
  };
  const std::array<std::span<const float>, 4> places{std::span(&after.loss, 1), after.activations, after.deltas,
                                                     after.gradients};
  follow(problem, {batch, before.weights, after.activations, after.deltas},
         [&](Place place, int64_t first, const Bounded& expected) {
           const auto at = static_cast<size_t>(place);
           compare(found_at[at], places[at], first, expected);
         });
  const optimizer::Problem update = update_of(problem);
  const optimizer::ExactScalars scalars = optimizer::exact_scalars(update, step);
  for (size_t i = 0; i < before.weights.size(); ++i) {
    const auto element = [&](Found found, double value, double expected, double allowed) {
      comparison.element(value, expected, allowed + flushed, index_of(step, found, static_cast<int64_t>(i)));
    };
    optimizer::Replayed r{.weight = before.weights[i]};
    if (m) r.m = before.m[i];
    if (v) r.v = before.v[i];
    optimizer::replay(scalars, after.gradients[i], r);  // what was found, so that its error is not counted twice
    element(Found::weights, after.weights[i], r.weight, r.weight_error);
    if (m) element(Found::m, after.m[i], r.m, r.m_error);
    if (v) element(Found::v, after.v[i], r.v, r.v_error);
    if (weights16 && is_weight(update, i))
      element(Found::weights16, static_cast<double>(after.weights16[i]),
              static_cast<double>(BFloat16(static_cast<double>(after.weights[i]))), 0);
  }
}

std::string Data::Body::name_of(int64_t index) const {
  const int64_t count = std::ssize(found_names), step = index / (count * largest_array());
  const auto found = static_cast<size_t>(index / largest_array() % count);
  if (static_cast<Found>(found) == Found::loss) return fmt::format("the loss of step {}", step);
  return fmt::format("{}[{}] of step {}", found_names[found], index % largest_array(), step);
}

Check Data::check() {
  Body& b = *body_;
  Comparison comparison;
  b.each_buffer([&](const auto& buffer, const char* name) { report_damage(comparison, buffer, name); });
  report_overwritten(comparison, b.images, "images", b.images_digest);
  report_overwritten(comparison, b.labels, "labels", b.labels_digest);
  if (const auto fault = std::exchange(b.unseen_fault, std::nullopt)) comparison.fault(*fault);
  if (b.moments.empty()) comparison.fault("no step was taken");
  b.recording = false;
  std::vector<Body::Moment> moments = std::exchange(b.moments, {});
  moments.push_back(b.now());
  for (size_t i = 0; i + 1 < moments.size(); ++i) b.compare_step(comparison, moments[i], moments[i + 1]);
  return comparison.result([&b](int64_t index) { return b.name_of(index); });
}

Data::Passed Data::passed() const {
  const Body& b = *body_;
  Passed passed{b.inputs.all(), b.weights.all(), b.activations.all()};
  body_->each_buffer([&](const auto& buffer, std::string_view name) {
    if (!name.starts_with("activations")) passed.untouched = mix(passed.untouched, buffer.digest());
  });
  return passed;
}

void Data::forget_activations() {
  body_->activations.poison();
  if (body_->activations16) body_->activations16->poison();
}

void Data::report_outside(Comparison& comparison) const {
  body_->each_buffer([&](const auto& buffer, const char* name) { report_damage(comparison, buffer, name); });
}

}  // namespace gpupeak::training
