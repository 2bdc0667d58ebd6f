// How times of one binary differ although nothing changed: within a run, between runs, between jobs.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/gate/decide.h"

namespace gpupeak::simulation {

// splitmix64, and what is drawn with it: the same on every machine.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  double uniform();  // in (0, 1)
  double normal();

 private:
  uint64_t state_;
};

// Logarithms of the 20 samples of a run are normal with autocorrelation; some are outliers to the slow side; a
// bimodal case has two states of the clock, between which it changes now and then.
struct Profile {
  std::string_view name;
  int cases;                 // of 100 in a suite
  double within;             // deviation of a sample
  double between;            // deviation of a run; half of its variance is shared by the runs of one job
  double outliers, outlier;  // their share, and how much longer they take
  double correlation;        // of neighbouring samples
  double states;             // how far apart
};

// clang-format off
inline constexpr std::array profiles{
    Profile{"locked clock", 50, 0.004, 0.002, 0.01, 0.05, 0.0, 0},
    Profile{"typical",      30, 0.010, 0.005, 0.03, 0.08, 0.3, 0},
    Profile{"noisy",        15, 0.025, 0.015, 0.08, 0.15, 0.5, 0},
    Profile{"bimodal",       5, 0.005, 0.003, 0.00, 0.00, 0.0, 0.05},
};
// clang-format on

// The median of one run whose job is `offset` slower, as a logarithm, than another.
double run_of(const Profile&, Random&, double offset);
// Runs of one job; `change` is the logarithm of what the code itself became slower by.
Job job_of(const Profile&, Random&, double change, int runs);

}  // namespace gpupeak::simulation
