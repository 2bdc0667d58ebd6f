// A training step held against double layer by layer, each from what the step itself found before it. Bounds are then
// those of one layer: from end to end what f32 may lose would soon be as much as a gradient is.
#pragma once

#include <functional>
#include <span>

#include "kernels/training/bounds.h"
#include "kernels/training/oracle.h"

namespace gpupeak::training {

// What a step began with and left behind, in the places of Operands.
struct Taken {
  Batch batch;
  std::span<const float> weights;  // before it
  std::span<const float> activations, deltas;
};

enum class Place { loss, activations, deltas, gradients };

// Calls compare(place, first, expected) for what must lie in such an array from element `first` on, until all layers'
// activations, derivatives and gradients and the loss were told; in which order is not said. Every output follows from
// the inputs that were found, every derivative from the derivatives found behind it, every gradient from both; ReLU and
// max-pool pass on what the outputs found say. So all are right when each is. u is the unit roundoff of sums; with
// bf16 products read what was found rounded to nearest.
using Compare = std::function<void(Place, int64_t first, const Bounded& expected)>;
void follow(const Problem&, const Taken&, const Compare&, double u = 0x1p-24);
// The activations alone, from the first layer to the last, each when the one before was told; labels and deltas are not
// looked at, and there may be fewer samples than the problem has.
void follow_forward(const Problem&, const Taken&, const Compare&, double u = 0x1p-24);

}  // namespace gpupeak::training
