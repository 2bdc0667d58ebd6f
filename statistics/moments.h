// Mean and variance, for what is taken to be normal: logarithms of jobs. Times themselves have medians
// (statistics/stats.h).
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

}  // namespace gpupeak
