#include "core/stats.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

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

// P(U <= u) of the Mann-Whitney statistic under the null hypothesis, exact without ties (counting recurrence of Mann &
// Whitney 1947) up to 50 x 50, the normal approximation with continuity correction beyond.
class MannWhitney {
 public:
  MannWhitney(size_t n, size_t m) : n_(n), m_(m) {
    if (n <= 50 && m <= 50) count();
  }

  double at_most(int64_t u) const {
    if (u < 0) return 0;
    if (cumulative_.empty()) {
      const double mean = 0.5 * static_cast<double>(n_ * m_);
      const double deviation = std::sqrt(static_cast<double>(n_ * m_ * (n_ + m_ + 1)) / 12.0);
      return 0.5 * std::erfc(-(static_cast<double>(u) + 0.5 - mean) / (deviation * std::sqrt(2.0)));
    }
    return cumulative_[std::min(static_cast<size_t>(u), cumulative_.size() - 1)];
  }

 private:
  // The number of ways to get u is the coefficient of q^u in the Gaussian binomial (n+m choose n): product of
  // (1-q^(m+i))/(1-q^i).
  void count() {
    const size_t most = n_ * m_;
    std::vector<double> ways(most + 1, 0.0);
    ways[0] = 1;
    for (size_t i = 1; i <= n_; ++i) {
      for (size_t u = most; u + 1 > m_ + i; --u) ways[u] -= ways[u - m_ - i];
      for (size_t u = i; u <= most; ++u) ways[u] += ways[u - i];
    }
    const double all = std::accumulate(ways.begin(), ways.end(), 0.0);
    cumulative_.resize(most + 1);
    double sum = 0;
    for (size_t u = 0; u <= most; ++u) {
      sum += ways[u];
      cumulative_[u] = sum / all;
    }
  }

  size_t n_, m_;
  std::vector<double> cumulative_;
};

}  // namespace

double median(std::span<const double> values) { return median_of_sorted(sorted_copy(values)); }

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
  std::vector<double> deviations;
  for (const double value : sorted) deviations.push_back(std::abs(value - stats.median));
  stats.mad = median(deviations);
  stats.median_interval = median_interval(sorted);
  return stats;
}

Ratio ratio_of(std::span<const double> numerator, std::span<const double> denominator, double confidence) {
  std::vector<double> logs;
  logs.reserve(numerator.size() * denominator.size());
  for (const double a : numerator) {
    for (const double b : denominator) {
      if (!(a > 0) || !(b > 0)) throw std::invalid_argument("a ratio needs positive values");
      logs.push_back(std::log(a / b));
    }
  }
  const std::vector<double> sorted = sorted_copy(logs);
  const MannWhitney distribution(numerator.size(), denominator.size());
  // The interval (d[r], d[nm-1-r]) of the ordered differences covers the shift with probability 1 - 2 P(U <= r).
  const auto total = static_cast<int64_t>(sorted.size());
  int64_t r = 0;
  for (int64_t low = 0, high = total / 2; low < high;) {  // largest r whose tail is within (1 - confidence) / 2
    const int64_t middle = (low + high + 1) / 2;
    if (distribution.at_most(middle) <= 0.5 * (1 - confidence))
      low = r = middle;
    else
      high = middle - 1;
  }
  r = std::min(r, (total - 1) / 2);
  Ratio ratio;
  ratio.estimate = std::exp(median_of_sorted(sorted));
  ratio.interval.low = std::exp(sorted[static_cast<size_t>(r)]);
  ratio.interval.high = std::exp(sorted[static_cast<size_t>(total - 1 - r)]);
  ratio.interval.confidence = std::max(0.0, 1 - 2 * distribution.at_most(r));
  return ratio;
}

}  // namespace gpupeak
