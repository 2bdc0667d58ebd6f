// A training step in double, with a bound of how far one in f32 may be from it.
#pragma once

#include <span>
#include <vector>

#include "kernels/optimizer/oracle.h"
#include "kernels/training/training.h"

namespace gpupeak::training {

// Rows of a set: batch x inputs, and a class for each.
struct Batch {
  std::span<const float> images;
  std::span<const int32_t> labels;
};

struct Derived {
  double loss = 0, loss_error = 0;
  std::vector<double> gradients, errors;  // in the order of the arenas
};

// Loss and gradients at these weights, and how far f32 (unit roundoff u) may be from them. A sum of k products in any
// order may be off by min(k, 8 sqrt k) u sum |a b|: certain for small k, else but for a chance of 2 exp(-32) (Higham
// and Mary, SISC 41(5), 2019); what operands are off goes on with its factor. Where the bound lets a number before ReLU
// have either sign, its derivative may be there or not. `rounded`: the unit roundoff of what products read; inputs and
// weights are then rounded here as well, activations and derivatives may be off by it.
Derived derive(const Model&, const Batch&, std::span<const double> weights, double u = 0x1p-24, double rounded = 0);

// The loss alone, for differences.
double loss(const Model&, const Batch&, std::span<const double> weights);
// How many of the batch the model puts into their class.
double accuracy(const Model&, const Batch&, std::span<const double> weights);

// The state of a training run in double.
class Reference {
 public:
  Reference(const Problem&, std::span<const float> weights);
  double step(const Batch&);  // the loss before it

 private:
  Problem problem_;
  optimizer::Problem update_;
  std::vector<optimizer::Replayed> state_;
  int64_t steps_ = 0;
};

}  // namespace gpupeak::training
