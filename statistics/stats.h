// Order statistics of the samples. The interval of the median is exact and free of assumptions on the distribution.
#pragma once

#include <cstdint>
#include <optional>
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
  // A single value tells nothing of how others would differ from it: then neither is known.
  std::optional<double> mad;  // median absolute deviation from the median
  // Narrowest symmetric pair of order statistics that covers at least 99 %, else min..max.
  std::optional<Interval> median_interval;
};

// Throws std::invalid_argument when empty or when a value is not finite.
Stats statistics(std::span<const double> values);
double median(std::span<const double> values);
// The smallest value that at least this share of them does not exceed. `share` in (0, 1].
double percentile(std::span<const double> values, double share);

// Exact distribution-free interval of the median (binomial; e.g. David & Nagaraja, Order Statistics, 3rd ed., 7.1).
Interval median_interval(std::span<const double> sorted, double confidence = 0.99);

// What a tool tells of values that it did not keep: one that stands for all, and how they scatter.
struct ToldSpread {
  double estimate = 0;  // their mean or median; positive
  bool is_mean = false;
  int64_t count = 0;     // of the values
  double deviation = 0;  // standard deviation of single values, in their unit
};

// Of the logarithm of an estimate, with the degrees of freedom that it has.
struct LogError {
  double error = 0;
  double degrees = 1;
};

// The standard error of the logarithm of what is told: of a mean s / (x sqrt(n)), of a median sqrt(pi / 2) = 1.2533
// times that, as where values are normal and many (David & Nagaraja, Order Statistics, 3rd ed., 9.2; of few normal
// values it is less). Nothing of fewer than two values, or of a deviation of 0, which is one that was not told.
std::optional<LogError> log_error(const ToldSpread&);
// The same of the median of values that are there.
std::optional<LogError> log_error(std::span<const double> values);

// The interval that follows from it by Student's t; nothing where none does.
std::optional<Interval> told_interval(const ToldSpread&, double confidence = 0.99);

}  // namespace gpupeak
