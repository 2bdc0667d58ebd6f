// For what is taken to be normal, such as logarithms of jobs: mean and variance, and the tail of Student's t
// and the F distribution. Times themselves have medians (statistics/stats.h).
#pragma once

#include <span>
#include <vector>

namespace gpupeak {

struct Moments {
  double mean = 0;
  double variance = 0;  // with n - 1; 0 of a single value
  double count = 0;
};
Moments moments(std::span<const double> values);

std::vector<double> logs(std::span<const double> values);  // natural

// P(T >= t) with this many degrees of freedom, which need not be whole. By the continued fraction of the incomplete
// beta function (Abramowitz & Stegun 26.5.8 and 26.7.1), to about 1e-12.
double student_t_tail(double t, double degrees);

// The t whose tail is p, 0 < p < 0.5.
double student_t_quantile(double p, double degrees);

// P(F >= f) of the ratio of two estimates of one variance, with these degrees of freedom (Abramowitz & Stegun 26.6.2).
double f_tail(double f, double degrees_above, double degrees_below);

}  // namespace gpupeak
