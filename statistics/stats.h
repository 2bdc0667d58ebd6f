// Order statistics of the samples. The interval of the median is exact and free of assumptions on the distribution.
#pragma once

#include <span>
#include <vector>

namespace gpupeak {

struct Interval {
  double low = 0;
  double high = 0;
  double confidence = 0;  // what this interval really covers: few samples cannot give 0.99
};

// How many times as large one of two samples is.
struct Ratio {
  double estimate = 1;
  Interval interval;
};

struct Stats {
  int count = 0;
  double min = 0, max = 0, median = 0, mean = 0;
  double mad = 0;            // median absolute deviation from the median
  Interval median_interval;  // narrowest symmetric pair of order statistics that covers at least 99 %, else min..max
};

// Throws std::invalid_argument when empty or when a value is not finite.
Stats statistics(std::span<const double> values);
double median(std::span<const double> values);
// The smallest value that at least this share of them does not exceed. `share` in (0, 1].
double percentile(std::span<const double> values, double share);

// Exact distribution-free interval of the median (binomial; e.g. David & Nagaraja, Order Statistics, 3rd ed., 7.1).
Interval median_interval(std::span<const double> sorted, double confidence = 0.99);

}  // namespace gpupeak
