// What most rows of a report did together: then the device changed, not the code of each.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/gate/confirmation.h"
#include "analysis/gate/gate_questions.h"

namespace gpupeak {

// The natural logarithm by which most of these rows moved together, where that is more than 1 % and most of at least
// eight rows went the same way; 0 otherwise.
double common_shift(std::span<const double> log_ratios);

// Each case once, by the first of its metrics that time tells, where both sides know it.
std::vector<const Question*> timed_questions(const Questions&);

// Takes what the rows of each stored job moved by together out of their histories, so that it is not taken for the
// noise of each. Returns by how much each job's rows moved, as logarithms.
std::vector<double> take_shifts_from_history(Questions&);

// By how much the candidate's rows moved together, as a logarithm; 0 where they did not.
double candidate_shift(const Questions&);

struct DeviceShift {
  double again = 0;     // of what was run again, 0 or slower; a logarithm
  bool failed = false;  // the device as a whole is surely slower than it was between the stored jobs
  std::string finding;  // a sentence or two; empty where most did not move together
};
// `shift`: of the candidate. `usual`: what the stored jobs moved by. `limit`: from which on a slower device fails
// (0.03: by 3 %); nothing where no case may fail. Null: nothing was run again.
DeviceShift device_shift(const Questions&, double shift, std::span<const double> usual, std::optional<double> limit,
                         const Confirmation*);

}  // namespace gpupeak
