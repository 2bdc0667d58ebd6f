// Made-up results of gates: one with a row of every verdict, one that passes, one of attacks.
#pragma once

#include "analysis/gate/verdict.h"

namespace gpupeak::testing {

GateResult example_gate();
GateResult passing_gate();
GateResult hostile_gate();

}  // namespace gpupeak::testing
