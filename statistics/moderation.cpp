#include "statistics/moderation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "statistics/stats.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

constexpr size_t fewest_to_know_one = 3;
constexpr double degrees_of_few = 4, most_degrees = 200;
constexpr double improbable = 0.01;
// Of normal values what lies beyond the 5th and the 95th of 100, pulled back there, takes 13 % of the variance away.
constexpr double share_beyond = 0.05, pulled_back = 1.15;

// The second derivative of the logarithm of the gamma function: recurrence, then the asymptotic series (Abramowitz &
// Stegun 6.4.6 and 6.4.12).
double trigamma(double x) {
  double sum = 0;
  for (; x < 6; ++x) sum += 1 / (x * x);
  const double f = 1 / (x * x);
  return sum + 1 / x + f / 2 + f / x * (1.0 / 6 - f * (1.0 / 30 - f * (1.0 / 42 - f / 30)));
}

// Falls from infinity to 0, so that halving finds its argument.
double trigamma_inverse(double wanted) {
  double low = 1e-3, high = 1e6;
  for (int i = 0; i < 100; ++i) {
    const double middle = std::sqrt(low * high);
    (trigamma(middle) > wanted ? low : high) = middle;
  }
  return low;
}

// The median of a chi-square variable over its degrees of freedom (Wilson & Hilferty, PNAS 17 (1931) 684).
double median_of_chi_square(double degrees) { return std::pow(std::max(1 - 2 / (9 * degrees), 0.1), 3); }

double pulled_variance(std::vector<double> values) {
  std::ranges::sort(values);
  const double low = percentile(values, share_beyond), high = percentile(values, 1 - share_beyond);
  for (double& value : values) value = std::clamp(value, low, high);
  return pulled_back * moments(values).variance;
}

}  // namespace

LogVariance log_of(const Variance& v) {
  return {std::log(v.value) - std::log(median_of_chi_square(v.degrees)), trigamma(v.degrees / 2)};
}

LogVariance log_ratio(const Variance& numerator, const Variance& denominator) {
  const LogVariance above = log_of(numerator), below = log_of(denominator);
  return {above.median - below.median, above.sampling + below.sampling};
}

Variance prior_of(std::span<const LogVariance> all) {
  if (all.size() < fewest_to_know_one) return {};
  std::vector<double> medians, sampling;
  for (const LogVariance& one : all) {
    medians.push_back(one.median);
    sampling.push_back(one.sampling);
  }
  const double value = std::exp(median(medians));
  if (all.size() < fewest_to_know_alike) return {value, degrees_of_few};
  const double apart = pulled_variance(medians) - median(sampling);  // beyond what chance alone explains
  return {value, apart > 0 ? std::min(most_degrees, 2 * trigamma_inverse(apart)) : most_degrees};
}

Variance moderated(const Variance& own, const Variance& prior) {
  if (!(prior.degrees > 0)) return own;
  if (!(own.degrees > 0)) return prior;
  if (f_tail(own.value / prior.value, own.degrees, prior.degrees) < improbable) return own;
  const double degrees = own.degrees + prior.degrees;
  return {(own.degrees * own.value + prior.degrees * prior.value) / degrees, degrees};
}

}  // namespace gpupeak
