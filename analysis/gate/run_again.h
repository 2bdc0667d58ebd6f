// What a confirmation says of one question, as a gate weighs it.
#pragma once

#include <vector>

#include "analysis/gate/gate.h"
#include "analysis/gate/gate_questions.h"

namespace gpupeak {

// The candidate's fresh job; empty where there is none.
Job job_again(const Question&, const Confirmation*);

// Of pairs of the baseline's program and the candidate's in turn: logarithms of candidate / baseline.
std::vector<double> in_turn(const Question&, const Confirmation*);

}  // namespace gpupeak
