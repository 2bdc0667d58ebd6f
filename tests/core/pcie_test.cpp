#include "core/pcie.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(PcieRate, IsThatOfItsLanesAndGeneration) {
  EXPECT_NEAR(rate_of({3, 16})->value, 15.754e9, 1e6);
  EXPECT_NEAR(rate_of({4, 16})->value, 31.508e9, 1e6);
  EXPECT_NEAR(rate_of({5, 16})->value, 63.015e9, 1e6);
  EXPECT_EQ(rate_of({1, 1})->value, 250e6);
  EXPECT_EQ(*rate_of({5, 8}) * 2, *rate_of({5, 16}));
}

TEST(PcieRate, OfAGenerationNobodyKnowsIsUnknown) {
  EXPECT_FALSE(rate_of({0, 16}));
  EXPECT_FALSE(rate_of({7, 16}));
  EXPECT_FALSE(rate_of({4, 0}));
}

}  // namespace
}  // namespace gpupeak
