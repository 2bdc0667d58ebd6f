// A report held against a baseline by rules: a verdict for every row that a rule asks for.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/gate/baseline.h"
#include "analysis/gate/rules.h"
#include "analysis/gate/verdict.h"

namespace gpupeak {

// The report and the baseline cannot be held against one another, or a rule asks for nothing: never a pass. The text
// says why and what helps.
struct GateError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What was run again to confirm, by case id.
struct Confirmation {
  struct Pair {
    BaselineCase before, now;
  };
  std::map<std::string, BaselineCase> again;       // a fresh job of the candidate
  std::map<std::string, std::vector<Pair>> pairs;  // of the baseline's program and the candidate's, in turn
  std::map<std::string, std::string> failed;       // the candidate was wrong or failed when it was run again, and why
  std::map<std::string, std::string> lost;         // it could not be run again as it should have been, and why
};

struct GateInput {
  const Report& candidate;
  std::string candidate_name;
  const Baseline* baseline = nullptr;  // null: floors and outcomes alone
  std::string baseline_name;
  const Rules& rules;
  std::string today;     // ISO 8601, for exceptions that end
  bool lenient = false;  // what is missing is noted, not failed
  bool force = false;    // also where conditions differ
  const Confirmation* confirmed = nullptr;
};

// Throws GateError: no device class in common, conditions that differ (data, cache, method, clock policy), no case in
// common, a rule that matches nothing.
GateResult gate(const GateInput&);

// Cases that a confirmation should run again: what regressed and what came near it, and where most moved together at
// least a dozen, so that it is seen whether they do again. In the candidate's order.
std::vector<std::string> suspicious_cases(const GateInput&);

}  // namespace gpupeak
