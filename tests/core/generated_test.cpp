#include "core/generated.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace gpupeak {
namespace {

TEST(Generated, IsExactInSinglePrecisionAndNeverZero) {
  std::set<double> seen;
  for (uint64_t i = 0; i < 20000; ++i) {
    const double value = generated(DataKind::random, 42, i);
    ASSERT_EQ(static_cast<double>(static_cast<float>(value)), value);
    ASSERT_NE(value, 0);
    ASSERT_LT(std::abs(value), 1);
    seen.insert(value);
  }
  EXPECT_GT(seen.size(), 19000u);
}

TEST(Generated, DependsOnSeedAndIndex) {
  EXPECT_NE(generated(DataKind::random, 1, 0), generated(DataKind::random, 2, 0));
  EXPECT_EQ(generated(DataKind::random, 1, 5), generated(DataKind::random, 1, 5));
  EXPECT_EQ(generated(DataKind::zeros, 1, 5), 0);
  EXPECT_EQ(generated(DataKind::ones, 1, 5), 1);
}

}  // namespace
}  // namespace gpupeak
