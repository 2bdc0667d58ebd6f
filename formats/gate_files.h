// The files of a gate: the rules and the baseline that it reads, and its result.
#pragma once

#include <string>
#include <string_view>

#include "analysis/gate/baseline.h"
#include "analysis/gate/rules.h"
#include "analysis/gate/verdict.h"

namespace gpupeak {

// Rules are JSON with comments, checked against configs/schema/rules.schema.json. Throws FormatError: unknown keys,
// metrics that a gate cannot judge, a floor above the physical ceiling, a warning above its failure, a day that is
// none.
Rules read_rules(std::string_view json, std::string_view name);
Rules default_rules();  // what gpupeak gate --print-rules prints

// A baseline has one line or two per case, cases in order of their ids, jobs appended, so that a version control system
// shows what was added and nothing else.
std::string write_baseline(const Baseline&);
Baseline read_baseline(std::string_view json, std::string_view name);  // throws FormatError

// A result is read back by nothing of ours.
inline constexpr int gate_schema = 2;
std::string write_gate(const GateResult&);  // ends with a newline; never NaN or Infinity

}  // namespace gpupeak
