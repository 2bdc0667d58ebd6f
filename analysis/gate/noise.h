// What a baseline's own jobs say of the noise: nothing changed between them, so what differs is noise (A/A).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/gate/baseline.h"

namespace gpupeak {

struct CaseNoise {
  std::string id;
  size_t jobs = 0, runs = 0;  // that tell it
  // Deviation of the logarithm of a run's median within its job; 0.01 is about 1 %. Nothing where jobs are of one run
  // each.
  std::optional<double> between_runs = {};
  double between_jobs = 0;  // of a job's mean
  double moderated = 0;     // the latter, together with the other cases': what a gate goes by
  double smallest = 0;      // the least slowdown that a gate finds in nine of ten tries: 0.034 is 3.4 %
};

struct NoiseTable {
  std::vector<CaseNoise> cases;      // by id
  double expected_false_alarms = 0;  // rows that chance alone makes regress in one gate, before it confirms
};

// Of one class of devices and a gate's limit, from the cases of its newest job, since the last step of each. Cases of
// fewer than four such jobs are left out.
NoiseTable noise_table(const BaselineClass&, double limit);

}  // namespace gpupeak
