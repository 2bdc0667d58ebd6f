#include "core/verify.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gpupeak {
namespace {

Check check_one(double value, double expected, double allowed) {
  Comparison comparison;
  comparison.element(1, 1, 0, 0);
  comparison.element(value, expected, allowed, 7);
  return comparison.result([](int64_t index) { return "x[" + std::to_string(index) + "]"; });
}

TEST(Comparison, PassesWithinTheBoundOnly) {
  EXPECT_TRUE(check_one(1.0 + 1e-6, 1, 1e-5).ok);
  EXPECT_FALSE(check_one(1.0 + 2e-5, 1, 1e-5).ok);
  EXPECT_TRUE(check_one(2, 2, 0).ok);
}

TEST(Comparison, NeverLetsNaNOrInfinityPass) {
  const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(check_one(nan, 1, 1e300).ok);
  EXPECT_FALSE(check_one(inf, 1, 1e300).ok);
  EXPECT_FALSE(check_one(inf, inf, 1).ok);
  EXPECT_FALSE(check_one(1, 1, nan).ok && check_one(2, 1, nan).ok);
  EXPECT_FALSE(check_one(1, nan, 1).ok);
}

TEST(Comparison, NamesTheWorstElement) {
  const Check check = check_one(3, 1, 0.5);
  EXPECT_EQ(check.where, "x[7] is 3, expected 1 ± 0.5");
  EXPECT_EQ(check.worst_error, 2);
  EXPECT_EQ(check.compared, 2);
}

TEST(Comparison, IsNotOkWhenNothingWasCompared) {
  EXPECT_FALSE(Comparison().result([](int64_t) { return std::string(); }).ok);
}

TEST(Comparison, AFaultOutranksNumbers) {
  Comparison comparison;
  comparison.element(1, 1, 0, 0);
  comparison.fault("input A was overwritten");
  comparison.fault("a second fault");
  const Check check = comparison.result([](int64_t) { return std::string(); });
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.where, "input A was overwritten");
}

TEST(Both, IsOkOnlyWhenBothAre) {
  const Check good = check_one(1, 1, 0), bad = check_one(2, 1, 0);
  EXPECT_TRUE(both(good, good).ok);
  EXPECT_EQ(both(good, good).compared, 4);
  EXPECT_FALSE(both(good, bad).ok);
  EXPECT_FALSE(both(bad, good).ok);
}

}  // namespace
}  // namespace gpupeak
