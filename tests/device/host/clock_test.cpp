// The calibrated clock. Speeds are not tested; that the chain was folded would show as a clock no core has.
#include "device/host/clock.h"

#include <gtest/gtest.h>

#include <string>

namespace gpupeak::host {
namespace {

TEST(Clock, IsNoFasterThanAnyCore) {
  const auto clock = calibrate_clock();
  if (!clock) GTEST_SKIP() << clock_method();
  EXPECT_GT(*clock, Hertz(0));
  EXPECT_LT(*clock, Hertz(8e9));  // a chain folded at rename reads 17 GHz
}

// Beside multiply-adds the same chain runs: slower or as fast as the core's clock then is, never outside what cores do.
TEST(VectorClock, IsThatOfACore) {
  const auto clock = calibrate_vector_clock();
  if (!clock) GTEST_SKIP() << clock_method();
  EXPECT_GT(*clock, Hertz(0));
  EXPECT_LT(*clock, Hertz(8e9));
}

TEST(Clock, SaysHowItIsFound) { EXPECT_FALSE(std::string(clock_method()).empty()); }

}  // namespace
}  // namespace gpupeak::host
