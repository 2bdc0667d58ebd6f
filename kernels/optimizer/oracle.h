// The rules of the optimizers in double, step by step, with a bound of how far f32 arithmetic may be from them.
#pragma once

#include "kernels/optimizer/optimizer.h"

namespace gpupeak::optimizer {

// One parameter: what it is and what the rule remembers of it, and how far a right f32 result may be from that.
struct Replayed {
  double weight = 0, m = 0, v = 0;
  double weight_error = 0, m_error = 0, v_error = 0;
};

// One step. The bound is a running one (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 3.3): each sum
// or product of f32 adds at most u = 2^-24 of its result, and so does each constant that was rounded, whatever the
// order and whether products are fused with sums or not; what a term was off before goes on with its factor. Terms of
// u^2 are covered by counting one rounding more than there are.
void replay(const ExactScalars&, double gradient, Replayed&);

}  // namespace gpupeak::optimizer
