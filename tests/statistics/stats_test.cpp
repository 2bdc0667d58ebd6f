#include "statistics/stats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace gpupeak {
namespace {

TEST(Percentile, IsTheSmallestValueThatTheShareDoesNotExceed) {
  const std::vector<double> values{40, 10, 30, 20};
  EXPECT_EQ(percentile(values, 0.25), 10);
  EXPECT_EQ(percentile(values, 0.26), 20);
  EXPECT_EQ(percentile(values, 1), 40);
  std::vector<double> hundred;
  for (int i = 1; i <= 100; ++i) hundred.push_back(i);
  EXPECT_EQ(percentile(hundred, 0.55), 55) << "though 0.55 x 100 is a little more than 55";
  EXPECT_THROW(percentile({}, 0.5), std::invalid_argument);
  EXPECT_THROW(percentile(values, 0), std::invalid_argument);
}

TEST(Stats, GivesTheHandComputedFigures) {
  const std::vector<double> values{5, 1, 4, 2, 3, 10};
  const Stats stats = statistics(values);
  EXPECT_EQ(stats.count, 6);
  EXPECT_EQ(stats.min, 1);
  EXPECT_EQ(stats.max, 10);
  EXPECT_EQ(stats.median, 3.5);
  EXPECT_DOUBLE_EQ(stats.mean, 25.0 / 6);
  EXPECT_EQ(stats.mad, 1.5);  // deviations 1.5 2.5 0.5 1.5 0.5 6.5
}

TEST(Stats, OfOneValueTellNoSpread) {
  const Stats stats = statistics(std::vector<double>{7});
  EXPECT_EQ(stats.median, 7);
  EXPECT_FALSE(stats.mad);
  EXPECT_FALSE(stats.median_interval);
}

// Student's t of 99 points, two-sided 1 %: 2.6264 (any table); of 4 points 4.6041.
TEST(ToldSpread, GivesTheIntervalOfAMeanAndAWiderOneOfAMedian) {
  const Interval mean = told_interval({.estimate = 100, .is_mean = true, .count = 100, .deviation = 10}).value();
  EXPECT_NEAR(std::log(mean.high / 100), 2.6264 * 0.01, 1e-5);
  EXPECT_NEAR(mean.low * mean.high, 1e4, 1e-6);
  EXPECT_EQ(mean.confidence, 0.99);
  const Interval median = told_interval({.estimate = 9.8, .count = 5, .deviation = 2.5}).value();
  EXPECT_NEAR(std::log(median.high / 9.8), 4.6041 * 1.2533 * 2.5 / 9.8 / std::sqrt(5.0), 1e-4);
}

TEST(ToldSpread, IsUnknownWhereItIsNotTold) {
  for (const ToldSpread& told :
       {ToldSpread{.estimate = 1, .count = 1, .deviation = 0.1},
        ToldSpread{.estimate = 1, .count = 0, .deviation = 0.1}, ToldSpread{.estimate = 1, .count = 9, .deviation = 0},
        ToldSpread{.estimate = 0, .count = 9, .deviation = 0.1},
        ToldSpread{.estimate = 1, .count = 9, .deviation = std::nan("")},
        ToldSpread{.estimate = 1, .count = 2, .deviation = 1e300}})
    EXPECT_FALSE(told_interval(told)) << told.count << " " << told.deviation;
}

TEST(Stats, RefusesNothingAndNonsense) {
  EXPECT_THROW(statistics({}), std::invalid_argument);
  const std::vector<double> poisoned{1, std::nan(""), 2};
  EXPECT_THROW(statistics(poisoned), std::invalid_argument);
  const std::vector<double> infinite{1, std::numeric_limits<double>::infinity()};
  EXPECT_THROW(statistics(infinite), std::invalid_argument);
}

TEST(MedianInterval, SaysHowLittleFewSamplesProve) {
  const std::vector<double> one{7};
  EXPECT_EQ(median_interval(one).confidence, 0);
  const std::vector<double> five{1, 2, 3, 4, 5};
  const Interval interval = median_interval(five);
  EXPECT_EQ(interval.low, 1);
  EXPECT_EQ(interval.high, 5);
  EXPECT_DOUBLE_EQ(interval.confidence, 1 - 2.0 / 32);
}

// Ranks of the distribution-free 99 % interval of the median (Conover, Practical Nonparametric Statistics, table A3 by
// binomial sums): n = 8 uses (1, 8), n = 10 (1, 10), n = 20 (4, 17), n = 50 (16, 35).
TEST(MedianInterval, UsesThePublishedRanks) {
  const struct {
    int n, low, high;
  } rows[] = {
      {8, 1, 8},
      {10, 1, 10},
      {20, 4, 17},
      {50, 16, 35},
  };
  for (const auto& row : rows) {
    std::vector<double> sorted;
    for (int i = 1; i <= row.n; ++i) sorted.push_back(i);
    const Interval interval = median_interval(sorted);
    EXPECT_EQ(interval.low, row.low) << row.n;
    EXPECT_EQ(interval.high, row.high) << row.n;
    EXPECT_GE(interval.confidence, 0.99) << row.n;
  }
}

TEST(MedianInterval, ManySamplesStayInsideTheirRange) {
  std::vector<double> sorted;
  for (int i = 0; i < 5000; ++i) sorted.push_back(i);
  const Interval interval = median_interval(sorted);
  EXPECT_NEAR(interval.low, 2499.5 - 91, 2);  // 2.576 * sqrt(5000) / 2
  EXPECT_NEAR(interval.high, 2499.5 + 91, 2);
}

}  // namespace
}  // namespace gpupeak
