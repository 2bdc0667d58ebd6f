// A report held against a baseline by rules: a verdict for every row that a rule asks for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gate/confirmation.h"
#include "analysis/gate/decide.h"
#include "analysis/gate/gate_questions.h"
#include "analysis/gate/verdict.h"

namespace gpupeak {

// Its questions are collected and first decided on once; what was run again of them is weighed with that.
class Gate {
 public:
  // Throws GateError: no device class in common, conditions that differ (data, cache, method, clock policy), no case in
  // common, a rule that matches nothing. The report, the baseline and the rules must outlive it.
  explicit Gate(GateInput);

  // Cases that a confirmation should run again: what regressed and what came near it, and where most moved together at
  // least a dozen, so that it is seen whether they do again. In the candidate's order; what is run for that alone comes
  // last.
  std::vector<std::string> suspicious() const;

  // Throws GateError where nothing could be judged. Null: nothing was to be run again.
  GateResult judge(const Confirmation* confirmed = nullptr) const;

 private:
  class Judgement;

  // What the report alone says of a question, by its place.
  struct First {
    double stored = 0;                 // median of the baseline's jobs, common shifts not yet taken out; 0: none
    History history;                   // common shifts taken out
    std::optional<Decision> decision;  // nothing where one side does not know it
    bool accused = false;              // to be run again
  };

  void know_histories();
  std::optional<double> least_limit() const;
  const Exception* excuse_of(const std::string& id) const;
  Decision decide_on(const Question&, const History&, const std::vector<Job>& candidate) const;
  void add_witnesses(std::vector<std::string>& ids) const;

  GateInput in_;
  Questions questions_;
  std::vector<First> first_;
  std::vector<double> usual_;  // by how much the stored jobs moved as a whole
  double shift_ = 0;           // by how much the candidate did
};

}  // namespace gpupeak
