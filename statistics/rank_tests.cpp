#include "statistics/rank_tests.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace gpupeak {
namespace {

constexpr size_t most_exact = 50;  // values a side

void require(std::span<const double> values) {
  if (values.empty()) throw std::invalid_argument("a rank test of no values");
  for (const double value : values)
    if (!std::isfinite(value)) throw std::invalid_argument("a rank test of a value that is not finite");
}

// Twice the mid-ranks, which are whole then, and what ties take from the variance: the sum of t^3 - t.
struct Ranks {
  std::vector<int64_t> doubled;
  double ties = 0;
};
Ranks ranks_of(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t i) { return values[i]; });
  Ranks ranks{std::vector<int64_t>(values.size()), 0};
  for (size_t first = 0, end; first < order.size(); first = end) {
    for (end = first + 1; end < order.size() && values[order[end]] == values[order[first]];) ++end;
    for (size_t i = first; i < end; ++i) ranks.doubled[order[i]] = static_cast<int64_t>(first + 1 + end);
    const auto tied = static_cast<double>(end - first);
    ranks.ties += tied * tied * tied - tied;
  }
  return ranks;
}

double upper_tail_of_normal(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

// Of a statistic: P(at least what was seen) and P(at most that).
struct Tails {
  double at_least, at_most;
  double p(Tail tail) const {
    return tail == Tail::greater ? at_least : std::min(1.0, 2 * std::min(at_least, at_most));
  }
};

Tails normal_tails(double seen, double mean, double variance, double step) {
  if (!(variance > 0)) return {1, 1};  // all tied
  const double deviation = std::sqrt(variance);
  return {upper_tail_of_normal((seen - step / 2 - mean) / deviation),
          upper_tail_of_normal((mean - seen - step / 2) / deviation)};
}

Tails counted_tails(const std::vector<double>& ways, int64_t seen) {
  const double all = std::accumulate(ways.begin(), ways.end(), 0.0);
  const auto at = ways.begin() + static_cast<ptrdiff_t>(seen);
  return {std::accumulate(at, ways.end(), 0.0) / all, std::accumulate(ways.begin(), at + 1, 0.0) / all};
}

// [s]: in how many ways `chosen` of these ranks sum to s.
std::vector<double> ways_to_choose(std::span<const int64_t> ranks, size_t chosen) {
  const auto most = static_cast<size_t>(std::accumulate(ranks.begin(), ranks.end(), int64_t{0}));
  std::vector<std::vector<double>> ways(chosen + 1, std::vector<double>(most + 1, 0.0));
  ways[0][0] = 1;
  size_t reached = 0;
  for (size_t i = 0; i < ranks.size(); ++i) {
    const auto rank = static_cast<size_t>(ranks[i]);
    reached += rank;
    for (size_t k = std::min(chosen, i + 1); k > 0; --k)
      for (size_t s = rank; s <= reached; ++s) ways[k][s] += ways[k - 1][s - rank];
  }
  return ways[chosen];
}

// The largest r so that the r smallest and the r largest of `sorted` can be left out, given ways[u] of a statistic that
// counts them when nothing is tied.
Shift inverted(std::vector<double> sorted, const std::vector<double>& ways, double confidence) {
  std::ranges::sort(sorted);
  const double all = std::accumulate(ways.begin(), ways.end(), 0.0);
  size_t r = 0;
  double tail = ways[0] / all;  // P(U <= r)
  while (2 * (r + 1) < sorted.size() && tail + ways[r + 1] / all <= 0.5 * (1 - confidence)) tail += ways[++r] / all;
  return {median(sorted), {sorted[r], sorted[sorted.size() - 1 - r], std::max(0.0, 1 - 2 * tail)}};
}

Shift inverted_normal(std::vector<double> sorted, double variance, double confidence) {
  std::ranges::sort(sorted);
  const double mean = 0.5 * static_cast<double>(sorted.size());
  const auto tail = [&](double u) { return upper_tail_of_normal((mean - u - 0.5) / std::sqrt(variance)); };
  size_t low = 0, high = sorted.size() / 2;  // low holds, or is 0
  while (low + 1 < high) {
    const size_t middle = (low + high) / 2;
    (tail(static_cast<double>(middle)) <= 0.5 * (1 - confidence) ? low : high) = middle;
  }
  return {median(sorted),
          {sorted[low], sorted[sorted.size() - 1 - low], std::max(0.0, 1 - 2 * tail(static_cast<double>(low)))}};
}

// [u]: the coefficient of q^u in the Gaussian binomial (n+m choose n), the product of (1-q^(m+i))/(1-q^i): Mann &
// Whitney's counts without ties.
std::vector<double> mann_whitney_ways(size_t n, size_t m) {
  const size_t most = n * m;
  std::vector<double> ways(most + 1, 0.0);
  ways[0] = 1;
  for (size_t i = 1; i <= n; ++i) {
    for (size_t u = most; u + 1 > m + i; --u) ways[u] -= ways[u - m - i];
    for (size_t u = i; u <= most; ++u) ways[u] += ways[u - i];
  }
  // Differences of large counts lose the few ways of the upper half's end: they are those of the lower half, mirrored.
  for (size_t u = 0; 2 * u < most; ++u) ways[most - u] = ways[u];
  return ways;
}

}  // namespace

double mann_whitney_p(std::span<const double> x, std::span<const double> y, Tail tail) {
  require(x), require(y);
  std::vector<double> both(x.begin(), x.end());
  both.insert(both.end(), y.begin(), y.end());
  const Ranks ranks = ranks_of(both);
  const size_t n = x.size(), m = y.size();
  int64_t sum = 0;  // doubled, of x
  for (size_t i = 0; i < n; ++i) sum += ranks.doubled[i];
  const int64_t least = static_cast<int64_t>(n * (n + 1));  // where x has the lowest ranks
  if (std::max(n, m) <= most_exact) {
    if (ranks.ties == 0) return counted_tails(mann_whitney_ways(n, m), (sum - least) / 2).p(tail);
    return counted_tails(ways_to_choose(ranks.doubled, n), sum).p(tail);
  }
  const double pairs = static_cast<double>(n) * static_cast<double>(m), all = static_cast<double>(n + m);
  const double variance = pairs / 12 * (all + 1 - ranks.ties / (all * (all - 1)));
  return normal_tails(0.5 * static_cast<double>(sum - least), pairs / 2, variance, 1).p(tail);
}

Shift shift_between(std::span<const double> x, std::span<const double> y, double confidence) {
  require(x), require(y);
  std::vector<double> all;
  all.reserve(x.size() * y.size());
  for (const double a : x)
    for (const double b : y) all.push_back(a - b);
  const auto n = static_cast<double>(x.size()), m = static_cast<double>(y.size());
  if (std::max(x.size(), y.size()) <= most_exact)
    return inverted(std::move(all), mann_whitney_ways(x.size(), y.size()), confidence);
  return inverted_normal(std::move(all), n * m * (n + m + 1) / 12, confidence);
}

Ratio ratio_of(std::span<const double> numerator, std::span<const double> denominator, double confidence) {
  const auto logs = [](std::span<const double> values) {
    std::vector<double> result;
    for (const double value : values) {
      if (!(value > 0)) throw std::invalid_argument("a ratio needs positive values");
      result.push_back(std::log(value));
    }
    return result;
  };
  const Shift shift = shift_between(logs(numerator), logs(denominator), confidence);
  return {std::exp(shift.estimate),
          {std::exp(shift.interval.low), std::exp(shift.interval.high), shift.interval.confidence}};
}

}  // namespace gpupeak
