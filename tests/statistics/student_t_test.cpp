#include "statistics/student_t.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gpupeak {
namespace {

TEST(Moments, AreTheMeanAndTheVarianceOfASample) {
  const Moments m = moments(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_DOUBLE_EQ(m.mean, 5);
  EXPECT_DOUBLE_EQ(m.variance, 32.0 / 7);
  EXPECT_EQ(m.count, 8);
}

TEST(Moments, OfOneValueHaveNoVariance) {
  EXPECT_EQ(moments(std::vector<double>{3}).mean, 3);
  EXPECT_EQ(moments(std::vector<double>{3}).variance, 0);
}

TEST(Moments, TakesLogarithmsOneByOne) {
  EXPECT_EQ(logs(std::vector<double>{1, std::exp(2.0)}), (std::vector<double>{0, 2}));
}

}  // namespace
}  // namespace gpupeak
