// How times of one binary differ although nothing changed: within a run, between runs, between jobs; and what disturbs
// a run or a job.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/gate/history.h"

namespace gpupeak::simulation {

// splitmix64, and what is drawn with it: the same on every machine.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  double uniform();  // in (0, 1)
  double normal();
  double student_t(int degrees);  // of variance 1; 0 degrees: normal

 private:
  uint64_t state_;
};

// Logarithms of the 20 samples of a run are normal with autocorrelation; some are outliers to the slow side; a
// bimodal case has two states of the clock, between which it changes now and then.
struct Profile {
  std::string_view name;
  double within;             // deviation of a sample
  double between;            // deviation of a run; half of its variance is shared by the runs of one job
  double outliers, outlier;  // their share, and how much longer they take
  double correlation;        // of neighbouring samples
  double states;             // how far apart
  int tail;                  // what a run has of its own is of Student's t with so many degrees; 0: normal
};

// clang-format off
inline constexpr std::array profiles{
    Profile{"locked clock", 0.004, 0.002, 0.01, 0.05, 0.0, 0,    0},
    Profile{"typical",      0.010, 0.005, 0.03, 0.08, 0.3, 0,    0},
    Profile{"noisy",        0.025, 0.015, 0.08, 0.15, 0.5, 0,    0},
    Profile{"bimodal",      0.005, 0.003, 0.00, 0.00, 0.0, 0.05, 0},
    Profile{"heavy-tailed", 0.015, 0.010, 0.05, 0.15, 0.3, 0,    3},
};
// clang-format on

// A profile's runs. The median of the samples of a run is drawn from many that were simulated once.
class Runs {
 public:
  explicit Runs(const Profile&);

  // The logarithm of what runs of one job share.
  double job_offset(Random&) const;
  // The median of one run of a job with this offset, as a logarithm.
  double run(Random&, double offset) const;
  // Runs of one job; `change` is the logarithm of what the code itself became slower by.
  Job job(Random&, double change, int runs) const;

 private:
  const Profile& profile_;
  std::vector<double> medians_;
};

}  // namespace gpupeak::simulation
