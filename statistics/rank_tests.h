// A test and intervals that assume no shape of the noise: Mann-Whitney for two samples, and the Hodges-Lehmann estimate
// that goes with it.
#pragma once

#include <span>

#include "statistics/stats.h"

namespace gpupeak {

// greater: the alternative is that x tends to be larger than y (a difference than 0). two_sided: twice the smaller
// tail, at most 1.
enum class Tail { greater, two_sided };

// The distribution is exact, given the ties that there are, up to 50 values a side; beyond it is normal, corrected for
// ties and continuity (Lehmann, Nonparametrics, 1.2 and 1.4). Throws std::invalid_argument when a side is empty or a
// value is not finite.
double mann_whitney_p(std::span<const double> x, std::span<const double> y, Tail);

struct Shift {
  double estimate = 0;
  Interval interval;  // from the inverted test; confidence is what it really covers
};

// How much larger x is than y: the median of all differences.
Shift shift_between(std::span<const double> x, std::span<const double> y, double confidence = 0.99);

// Hodges-Lehmann estimate of the ratio of two samples (exp of the median of all log ratios) with the exact interval
// from the inverted Mann-Whitney test (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd
// ed., 4.2-4.3).
Ratio ratio_of(std::span<const double> numerator, std::span<const double> denominator, double confidence = 0.99);

}  // namespace gpupeak
