#include "statistics/stats.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include "statistics/student_t.h"

namespace gpupeak {
namespace {

double median_of_sorted(std::span<const double> sorted) {
  const size_t n = sorted.size();
  return n % 2 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
}

std::vector<double> sorted_copy(std::span<const double> values) {
  if (values.empty()) throw std::invalid_argument("statistics of no samples");
  for (const double value : values)
    if (!std::isfinite(value)) throw std::invalid_argument("statistics of a sample that is not finite");
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

double median(std::span<const double> values) { return median_of_sorted(sorted_copy(values)); }

double percentile(std::span<const double> values, double share) {
  std::vector<double> ordered(values.begin(), values.end());
  if (ordered.empty() || !(share > 0) || share > 1) throw std::invalid_argument("a percentile of nothing");
  const double rank = std::ceil(share * static_cast<double>(ordered.size()) - 1e-9);  // 0.55 x 100 is 55.00000000000001
  const auto place = ordered.begin() + static_cast<ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::ranges::nth_element(ordered, place);
  return *place;
}

Interval median_interval(std::span<const double> sorted, double confidence) {
  if (sorted.empty()) throw std::invalid_argument("interval of no samples");
  const size_t n = sorted.size();
  // (x[r], x[n-1-r]) covers the median with probability 1 - 2 P(B <= r), B binomial(n, 1/2); take the largest r that
  // still covers.
  double term =
      std::pow(0.5, static_cast<double>(n));  // P(B = 0); underflows to 0 only where r = 0 is far from the limit
  if (n > 1000) {                             // normal approximation of the rank
    const double z = 2.5758293035489004;      // 99.5 % point of the standard normal
    const double rank = std::floor(0.5 * static_cast<double>(n) - z * 0.5 * std::sqrt(static_cast<double>(n)) - 0.5);
    const auto r = static_cast<size_t>(std::max(0.0, rank));
    return {sorted[r], sorted[n - 1 - r], 0.99};
  }
  double tail = term;
  Interval result{sorted.front(), sorted.back(), 1 - 2 * tail};
  for (size_t r = 1; 2 * r < n; ++r) {
    term *= static_cast<double>(n - r + 1) / static_cast<double>(r);
    tail += term;
    if (1 - 2 * tail < confidence) break;
    result = {sorted[r], sorted[n - 1 - r], 1 - 2 * tail};
  }
  result.confidence = std::max(0.0, result.confidence);
  return result;
}

Stats statistics(std::span<const double> values) {
  const std::vector<double> sorted = sorted_copy(values);
  Stats stats;
  stats.count = static_cast<int>(sorted.size());
  stats.min = sorted.front();
  stats.max = sorted.back();
  stats.median = median_of_sorted(sorted);
  stats.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
  if (sorted.size() < 2) return stats;
  std::vector<double> deviations;
  for (const double value : sorted) deviations.push_back(std::abs(value - stats.median));
  stats.mad = median(deviations);
  stats.median_interval = median_interval(sorted);
  return stats;
}

std::optional<LogError> log_error(const ToldSpread& told) {
  if (told.count < 2 || !(told.estimate > 0) || !(told.deviation > 0)) return std::nullopt;
  const double of_median = told.is_mean ? 1 : std::sqrt(0.5 * std::numbers::pi);
  const auto count = static_cast<double>(told.count);
  const double error = of_median * told.deviation / told.estimate / std::sqrt(count);
  if (!std::isfinite(error) || !(error > 0)) return std::nullopt;
  return LogError{error, count - 1};
}

std::optional<LogError> log_error(std::span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const Moments of_logs = moments(logs(values));
  return LogError{std::sqrt(0.5 * std::numbers::pi * of_logs.variance / of_logs.count), of_logs.count - 1};
}

std::optional<Interval> told_interval(const ToldSpread& told, double confidence) {
  const std::optional<LogError> spread = log_error(told);
  if (!spread) return std::nullopt;
  const double off = student_t_quantile(0.5 * (1 - confidence), spread->degrees) * spread->error;
  const Interval interval{told.estimate * std::exp(-off), told.estimate * std::exp(off), confidence};
  if (!(interval.low > 0) || !std::isfinite(interval.high)) return std::nullopt;  // it may be anything
  return interval;
}

}  // namespace gpupeak
