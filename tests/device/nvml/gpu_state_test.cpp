#include "device/nvml/gpu_state.h"

#include <gtest/gtest.h>

#include "tests/device/nvml/scenario.h"

namespace gpupeak::nvml {
namespace {

TEST(ClockPolicy, SaysWhetherTheApplicationClockIsTheDefault) {
  const testing::Scenario usual("healthy");
  EXPECT_EQ(clock_policy(*usual.library, usual.device), "application clock 1980 MHz, the default");
  const testing::Scenario set("application_clock");
  EXPECT_EQ(clock_policy(*set.library, set.device), "application clock 1410 MHz");
}

TEST(ClockPolicy, IsEmptyWhereNvmlDoesNotTell) {
  const testing::Scenario s("no_driver");
  EXPECT_EQ(clock_policy(*s.library, s.device), "");
}

}  // namespace
}  // namespace gpupeak::nvml
