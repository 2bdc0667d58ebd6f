#include "reporters/svg/scale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gpupeak::svg {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Scale, MapsItsEndsToItsPlaces) {
  const Scale scale = linear_over({2, 10}, 100, 200, false);
  EXPECT_DOUBLE_EQ(scale.at(2), 100);
  EXPECT_DOUBLE_EQ(scale.at(10), 200);
  EXPECT_DOUBLE_EQ(scale.at(6), 150);
  const Scale log = log_over({1, 10000}, 300, 100);
  EXPECT_DOUBLE_EQ(log.at(1), 300);
  EXPECT_DOUBLE_EQ(log.at(100), 200);
}

TEST(Scale, WhatLiesOutsideStandsAtTheEdge) {
  const Scale scale = linear_over({0, 1}, 0, 10);
  EXPECT_DOUBLE_EQ(scale.at(-5), 0);
  EXPECT_DOUBLE_EQ(scale.at(5), 10);
  EXPECT_DOUBLE_EQ(scale.at(std::nan("")), 0);
}

TEST(Scale, IsNeverEmptyWhateverTheValues) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const std::vector<double>& values : {std::vector<double>{},
                                            {0},
                                            {5},
                                            {5, 5, 5},
                                            {-3, -3},
                                            {-1.7e308, 1.7e308},
                                            {5e-324, 1.7e308},
                                            {infinity},
                                            {std::nan("")},
                                            {1e-300, 1e-300},
                                            {-1, 0}})
    for (const Scale& scale :
         {linear_over(values, 0, 100), linear_over(values, 0, 100, false), log_over(values, 0, 100)}) {
      EXPECT_LT(scale.low, scale.high);
      EXPECT_TRUE(!scale.log || scale.low > 0);
      for (const double value : values) {
        EXPECT_GE(scale.at(value), 0);
        EXPECT_LE(scale.at(value), 100);
      }
      for (const double tick : ticks(scale, 5)) EXPECT_TRUE(std::isfinite(tick));
    }
}

TEST(Ticks, AreRoundAndWithin) {
  EXPECT_THAT(ticks(linear_over({0, 10}, 0, 1), 5), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(ticks(linear_over({0.31, 0.92}, 0, 1, false), 4),
              ElementsAre(DoubleNear(0.4, 1e-9), DoubleNear(0.6, 1e-9), DoubleNear(0.8, 1e-9)));
  EXPECT_THAT(ticks(log_over({1, 1e6}, 0, 1), 6), ElementsAre(1, 10, 100, 1e3, 1e4, 1e5, 1e6));
  EXPECT_THAT(ticks(log_over({3, 40}, 0, 1), 6), ElementsAre(5, 10, 20));
  EXPECT_THAT(ticks(log_over({0.9, 1.1}, 0, 1), 4),
              ElementsAre(DoubleNear(0.9, 1e-9), DoubleNear(0.95, 1e-9), DoubleNear(1, 1e-9), DoubleNear(1.05, 1e-9),
                          DoubleNear(1.1, 1e-9)));
}

TEST(Ticks, AreMoreThanTwoOnAnyScaleOfThreeDecades) {
  EXPECT_THAT(ticks(log_over({20, 9000}, 0, 1), 5), ElementsAre(20, 50, 100, 200, 500, 1000, 2000, 5000));
  for (double low = 1; low < 10; low *= 1.1) EXPECT_GE(ticks(log_over({low, 100.5 * low}, 0, 1), 5).size(), 3u) << low;
}

TEST(Ticks, OfSizesArePowersOfTwo) {
  EXPECT_THAT(ticks(log_over({1024, 65536}, 0, 1), 6, true), ElementsAre(1024, 2048, 4096, 8192, 16384, 32768, 65536));
  EXPECT_THAT(ticks(log_over({1024, 1048576}, 0, 1), 5, true), ElementsAre(1024, 4096, 16384, 65536, 262144, 1048576));
}

TEST(Ticks, AreFewEvenOnScalesOfAllNumbers) {
  EXPECT_LE(ticks(log_over({1e-300, 1e300}, 0, 1), 6).size(), 13u);
  EXPECT_LE(ticks(linear_over({-1e300, 1e300}, 0, 1), 5).size(), 21u);
}

TEST(Si, HasThreeDigitsAndAPrefix) {
  EXPECT_EQ(si(0), "0");
  EXPECT_EQ(si(1e9), "1 G");
  EXPECT_EQ(si(12.5e9, "B/s"), "12.5 GB/s");
  EXPECT_EQ(si(5e-9, "s"), "5 ns");
  EXPECT_EQ(si(5e-6, "s"), "5 us");  // as core/format writes it
  EXPECT_EQ(si(200), "200");
  EXPECT_EQ(si(-2000), "-2 k");
  EXPECT_EQ(si(1e300), "1.00e+282 E");
  EXPECT_EQ(si(3e-20), "3.00e-08 p");
  EXPECT_EQ(si(std::nan("")), "–");
  EXPECT_EQ(whole_percent(0.2), "20 %");
  EXPECT_EQ(whole_percent(4), "400 %");
}

}  // namespace
}  // namespace gpupeak::svg
