// Why a case is slower than it was: what its clock and the device's own words explain, and the rest.
#pragma once

#include <vector>

#include "analysis/gate/baseline.h"
#include "analysis/gate/verdict.h"

namespace gpupeak {

// Shares of the logarithm of `worse` (above 1), largest first; they sum to 1. A lower clock explains ln(clock before /
// clock now) of it, at most all; that part is split between the power cap and heat by how much longer each of them held
// the device back than before. Empty where no clock is known. `taken_out` is the logarithm by which the whole device
// was slower where `worse` is what remains without it: so much of a lower clock has been counted already.
std::vector<CauseShare> causes_of(double worse, const BaselineCase& before, const BaselineCase& now,
                                  double taken_out = 0);

}  // namespace gpupeak
