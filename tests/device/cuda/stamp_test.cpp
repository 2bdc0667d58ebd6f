#include "device/cuda/stamp.h"

#include <gtest/gtest.h>

#include <vector>

namespace gpupeak::cuda {
namespace {

TEST(ClockBetween, IsTheMedianOfTheSmsThatBothStampsSaw) {
  const std::vector<Stamp> before{{1000, 500, 1}, {9000, 500, 1}, {0, 0, 0}, {5, 500, 1}};
  const std::vector<Stamp> after{{3000, 1500, 1}, {10000, 1500, 1}, {7, 1500, 1}, {3005, 1500, 1}};
  EXPECT_EQ(clock_between(before, after), Hertz(2e9));  // of 2, 1 and 3 GHz
}

TEST(ClockBetween, IsUnknownWhereTheTimerStoodOrNoSmWasSeenTwice) {
  EXPECT_FALSE(clock_between({}, {}));
  const std::vector<Stamp> stood{{1000, 500, 1}}, later{{2000, 500, 1}}, unseen{{0, 0, 0}};
  EXPECT_FALSE(clock_between(stood, later));
  EXPECT_FALSE(clock_between(stood, unseen));
}

}  // namespace
}  // namespace gpupeak::cuda
