// What looks worse is run again before it fails: which processes that takes, what of them counts, and what it says of a
// question.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/gate/gate_questions.h"

namespace gpupeak {

inline constexpr size_t fewest_pairs = 5;  // that outweigh the report; fewer are as none

// What was run again, by case id.
struct Confirmation {
  struct Pair {
    BaselineCase before, now;
  };
  std::map<std::string, BaselineCase> again;       // a fresh job of the candidate
  std::map<std::string, std::vector<Pair>> pairs;  // of the baseline's program and the candidate's, in turn
  std::map<std::string, std::string> failed;       // the candidate was wrong or failed when it was run again, and why
  std::map<std::string, std::string> lost;         // it could not be run again as it should have been, and why
};

// One program to run: the candidate's, or the baseline's.
struct Turn {
  bool baseline = false;
  std::string name;   // "again", "pair-2-candidate"
  int processes = 1;  // fresh ones, pooled
};

// Cases of a report that are run again, turn by turn: as many processes as the report has, or, where it is given a
// number of pairs, pairs of one process of the baseline's program and of the candidate's in the order A B B A.
class Retrial {
 public:
  // The candidate must outlive it.
  Retrial(const Report& candidate, std::vector<std::string> cases, size_t pairs = 0);

  std::string plan() const;  // "2 cases again: 5 pairs in turn"
  // The cases and those they took turns with: alone, a case would run under other conditions than it did.
  std::vector<std::string> to_run() const;
  // Nothing when all has run that is of use. A pair that is lost is run again, a few times at most.
  std::optional<Turn> next() const;
  // What that turn measured. Throws GateError where it was measured on another device or by another method.
  void take(Report);

  const Confirmation& confirmation() const { return confirmation_; }

 private:
  bool lacks_pairs() const;
  void require_alike(const Report&) const;
  void take_again(const Report&);
  void take_pair(const Report& before, const Report& now);

  const Report& candidate_;
  std::vector<std::string> cases_;
  size_t pairs_, turns_ = 0;
  std::optional<Report> first_of_pair_;
  Confirmation confirmation_;
};

// The candidate's fresh job, as a gate weighs it; empty where there is none.
Job job_again(const Question&, const Confirmation*);

// Of pairs in turn: logarithms of candidate / baseline.
std::vector<double> in_turn(const Question&, const Confirmation*);

}  // namespace gpupeak
