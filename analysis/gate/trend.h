// Steps in a baseline's history: when did it become slower, and did small changes creep past every gate?
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gate/baseline.h"

namespace gpupeak {

struct Step {
  std::string id;
  size_t job = 0;     // index of the first one behind the step
  double change = 0;  // of the medians: 0.05 is 5 % slower since
  double p = 1;       // of Welch's test of the four newest jobs that showed it against those before
};

// Since the pinned job: no single step may be large.
struct Creep {
  std::string id;
  size_t since = 0;  // index of the pinned job
  double change = 0;
};

struct Trend {
  std::vector<Step> steps;  // by id, then by job
  std::vector<Creep> creeps;
  size_t cases = 0;  // that have a history long enough
};

inline constexpr size_t newest_jobs = 4, most_before = 20;

// Four jobs in a row against up to twenty before them, without those that were disturbed: p < 0.001 and medians 2 %
// apart make a step. It lies where the two parts differ most. Cases of fewer than eight jobs have none.
Trend trend_of(const BaselineClass&);

// The steps of one series of positive values, oldest first; `id` is left empty.
std::vector<Step> steps_of(const std::vector<double>& series);

// The first of these jobs of one case (times of processes, oldest first) behind the last step: older ones tell of a
// plateau that ended.
size_t begin_of_plateau(const std::vector<std::vector<double>>& jobs);

}  // namespace gpupeak
