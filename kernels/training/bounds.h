// Numbers in double with how far those of f32 may be from them, and the products, pools
// and loss of a training step on these.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/training/layers.h"

namespace gpupeak::training {

struct Bounded {
  std::vector<double> value, error;
  explicit Bounded(int64_t count) : value(static_cast<size_t>(count)), error(static_cast<size_t>(count)) {}
  explicit Bounded(std::span<const double> exact) : value(exact.begin(), exact.end()), error(exact.size()) {}
};

// Of a matrix, row-major and dense.
inline size_t element_at(int64_t row, int64_t columns, int64_t column) {
  return static_cast<size_t>(row * columns + column);
}

// Units of roundoff that a sum of so many terms may be off, of the sum of their sizes (oracle.h).
double roundings(int64_t terms);
// As products read it: what is stored in fewer bits is off by as much.
void round_to(double rounded, Bounded&);
Bounded exact(std::span<const float>);
// Numbers that are known exactly are known rounded.
Bounded as_read(const Bounded& exact, double rounded);

// What the products of one layer are made of. `weights` are all that the model has, without errors, and those of this
// layer begin at `first`; u is the unit roundoff of sums. Images of the first layer have no errors either.
struct Multiplied {
  const Layer& layer;
  int64_t samples;
  double u;
};
// Sums before biases: samples x outputs.
Bounded products_forward(const Multiplied&, const Bounded& from, std::span<const double> weights, int64_t first);
// Adds its bias to each of the columns.
void add_biases(std::span<const double> biases, double u, Bounded& sums);
// Adds to the gradients from `first` on: by the weights; by the biases.
void products_by_weights(const Multiplied&, const Bounded& from, const Bounded& delta, Bounded& gradients,
                         int64_t first);
void sums_by_biases(const Multiplied&, const Bounded& delta, Bounded& gradients, int64_t first);
// The derivatives by the inputs of a dense layer: samples x inputs.
Bounded products_by_inputs(const Multiplied&, const Bounded& delta, std::span<const double> weights, int64_t first);

// The largest of each four, as far off as the one of them that is off most.
Bounded pooled(const Layer&, int64_t samples, const Bounded& from);
// The derivatives by what was pooled: the first of the largest has them. Where errors leave open which is the largest,
// each that may be can have the derivative or not.
Bounded unpooled(const Layer&, int64_t samples, const Bounded& from, const Bounded& delta);

// Softmax and cross-entropy: the loss, one number, and what it changes with the outputs, samples x classes. exp and log
// are taken to be within 4 units in the last place.
struct Loss {
  Bounded mean, delta;
};
Loss cross_entropy(const Bounded& outputs, std::span<const int32_t> labels, int64_t classes, double u);

}  // namespace gpupeak::training
