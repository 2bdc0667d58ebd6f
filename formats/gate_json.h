// The result of a gate as JSON, one way: nothing reads it back.
#pragma once

#include <string>

#include "analysis/gate/verdict.h"

namespace gpupeak {

inline constexpr int gate_schema = 1;

std::string write_gate(const GateResult&);  // ends with a newline; never NaN or Infinity

}  // namespace gpupeak
