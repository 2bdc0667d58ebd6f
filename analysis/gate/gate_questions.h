// What a gate has to judge: every case of the report with each rule that asks for it, and the evidence on both sides.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/gate/baseline.h"
#include "analysis/gate/decide.h"
#include "analysis/gate/gated_metrics.h"
#include "analysis/gate/rules.h"

namespace gpupeak {

// The report and the baseline cannot be held against one another, or a rule asks for nothing: never a pass. The text
// says why and what helps.
struct GateError : std::runtime_error {
  using std::runtime_error::runtime_error;
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
};

struct Question {
  const Measurement* m;  // null: missing in the candidate
  std::string id;
  const Rule* rule;
  const GatedMetric* metric;
  std::vector<Job> history, candidate;   // as values that are better when smaller
  std::vector<size_t> history_jobs;      // which job of its class each of the history is
  const BaselineCase* before = nullptr;  // in the newest job that has it
  std::string other_work = {};           // "536870912 / 268435456": than in a job, which was left out then
};

struct Questions {
  const BaselineClass* history = nullptr;  // null without a baseline
  std::string device;
  std::vector<Question> all;  // in the candidate's order, then what it lacks
  std::vector<std::string>
      notes;  // what the evidence lacks: stored jobs that some case cannot be held against, and why
};

// Throws GateError as a Gate does.
Questions questions_of(const GateInput&);

// A figure of the baseline as a job of costs, which are better when they are smaller: the time of each process for what
// time tells (the ratio's sign is the same for every rate of one work). Empty where it has none.
Job costs(const BaselineCase&, const GatedMetric&);

}  // namespace gpupeak
