#include "kernels/training/follow.h"

#include <algorithm>
#include <cmath>

namespace gpupeak::training {
namespace {

// A layer's place in the arrays.
struct Placed {
  const Layer& layer;
  int64_t activations, weights;  // first element
  int64_t biases() const { return weights + weights_of(layer); }
};

std::vector<Placed> placed(const Model& model, int64_t samples) {
  std::vector<Placed> layers;
  int64_t activations = 0, weights = 0;
  for (const Layer& layer : model.layers) {
    layers.push_back({layer, activations, weights});
    activations += samples * layer.outputs;
    weights += weights_of(layer) + biases_of(layer);
  }
  return layers;
}

// Where ReLU gave 0 nothing is passed on.
void gate_by(std::span<const float> outputs, Bounded& delta) {
  for (size_t i = 0; i < outputs.size(); ++i)
    if (outputs[i] <= 0) delta.value[i] = delta.error[i] = 0;
}

class Follower {
 public:
  Follower(const Problem& problem, const Taken& taken, double u)
      : model_(*problem.model),
        taken_(taken),
        samples_(std::ssize(taken.batch.images) / inputs_of(model_)),
        u_(u),
        rounded_(problem.dtype == DType::f32 ? 0 : gpupeak::row(problem.dtype).unit_roundoff),
        layers_(placed(model_, samples_)),
        weights_(exact(taken.weights)),
        read_(as_read(weights_, rounded_)) {}

  Bounded outputs(const Placed& p) const {
    if (p.layer.kind == Kind::max_pool) return pooled(p.layer, samples_, exact(found_before(p)));
    Bounded out = products_forward({p.layer, samples_, u_}, inputs(p), read_.value, p.weights);
    add_biases(std::span(weights_.value).subspan(place(p.biases()), place(biases_of(p.layer))), u_, out);
    if (p.layer.relu)
      for (double& value : out.value) value = std::max(value, 0.0);
    return out;
  }

  // By the outputs of the layer before this one, from those by its own.
  Bounded passed_on(const Placed& p) const {
    const Bounded delta = exact(deltas(p));
    Bounded before =
        p.layer.kind == Kind::max_pool
            ? unpooled(p.layer, samples_, exact(found_before(p)), delta)
            : products_by_inputs({p.layer, samples_, u_}, as_read(delta, rounded_), read_.value, p.weights);
    if ((&p - 1)->layer.relu) gate_by(found_before(p), before);
    return before;
  }

  Bounded weight_gradients(const Placed& p) const {
    Bounded gradients(weights_of(p.layer));
    products_by_weights({p.layer, samples_, u_}, inputs(p), as_read(exact(deltas(p)), rounded_), gradients, 0);
    return gradients;
  }
  Bounded bias_gradients(const Placed& p) const {
    Bounded gradients(biases_of(p.layer));
    sums_by_biases({p.layer, samples_, u_}, exact(deltas(p)), gradients, 0);
    return gradients;
  }

  Loss loss() const {
    const Placed& last = layers_.back();
    return cross_entropy(exact(activations(last)), taken_.batch.labels, last.layer.outputs, u_);
  }

  const std::vector<Placed>& layers() const { return layers_; }

 private:
  static size_t place(int64_t index) { return static_cast<size_t>(index); }
  std::span<const float> activations(const Placed& p) const {
    return taken_.activations.subspan(place(p.activations), place(samples_ * p.layer.outputs));
  }
  std::span<const float> deltas(const Placed& p) const {
    return taken_.deltas.subspan(place(p.activations), place(samples_ * p.layer.outputs));
  }
  std::span<const float> found_before(const Placed& p) const {
    return &p == &layers_.front() ? taken_.batch.images : activations(*(&p - 1));
  }
  Bounded inputs(const Placed& p) const { return as_read(exact(found_before(p)), rounded_); }

  const Model& model_;
  const Taken& taken_;
  int64_t samples_;
  double u_, rounded_;
  std::vector<Placed> layers_;
  Bounded weights_, read_;
};

}  // namespace

void follow_forward(const Problem& problem, const Taken& taken, const Compare& compare, double u) {
  const Follower follower(problem, taken, u);
  for (const Placed& p : follower.layers()) compare(Place::activations, p.activations, follower.outputs(p));
}

void follow(const Problem& problem, const Taken& taken, const Compare& compare, double u) {
  const Follower follower(problem, taken, u);
  for (const Placed& p : follower.layers()) {
    compare(Place::activations, p.activations, follower.outputs(p));
    if (&p != &follower.layers().front()) compare(Place::deltas, (&p - 1)->activations, follower.passed_on(p));
    if (weights_of(p.layer) == 0) continue;
    compare(Place::gradients, p.weights, follower.weight_gradients(p));
    compare(Place::gradients, p.biases(), follower.bias_gradients(p));
  }
  const Loss loss = follower.loss();
  compare(Place::deltas, follower.layers().back().activations, loss.delta);
  compare(Place::loss, 0, loss.mean);
}

}  // namespace gpupeak::training
