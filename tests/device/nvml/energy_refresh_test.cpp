#include <gtest/gtest.h>

#include <cmath>

#include "device/nvml/telemetry.h"

namespace gpupeak::nvml {
namespace {

// A counter that moves every `period` of a scripted time.
Seen<Seconds> refresh_of(double period, double from = 0) {
  double now = from;
  return energy_refresh({.read = [&] { return Seen(Joules(std::floor(now / period))); },
                         .now = [&] { return Seconds(now); },
                         .sleep = [&](Seconds s) { now += s.value; }});
}

TEST(EnergyRefresh, IsFoundToTheMillisecond) {
  for (const double period : {0.010, 0.020, 0.100}) {
    const Seen<Seconds> found = refresh_of(period);
    ASSERT_TRUE(found) << found.reason;
    EXPECT_NEAR(found->value, period, 0.0011);
  }
}

TEST(EnergyRefresh, IsUnknownWhereTheCounterHardlyMoves) {
  EXPECT_EQ(refresh_of(10).reason, "the energy counter moved 0 times in 500.0 ms");
}

TEST(EnergyRefresh, IsUnknownForTheReasonTheCounterGives) {
  const Seen<Seconds> found = energy_refresh({.read = [] { return Seen<Joules>::none("not permitted"); },
                                              .now = [] { return Seconds(0); },
                                              .sleep = [](Seconds) {}});
  EXPECT_EQ(found.reason, "not permitted");
}

}  // namespace
}  // namespace gpupeak::nvml
