#include "device/launch_overhead.h"

#include <gtest/gtest.h>

#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

TEST(LaunchOverhead, IsTheTimeOfOneLaunchAmongManyWhateverAFewOfThemTook) {
  testing::FakeDevice device;
  device.launch_time = [](int64_t n) { return Seconds(n < 150 || n == 421 ? 1 : 2e-6); };
  int64_t started = 0;
  EXPECT_NEAR(launch_overhead(device, [&](Queue&) { ++started; }).value, 2e-6, 1e-12);
  EXPECT_GT(started, 100);
}

}  // namespace
}  // namespace gpupeak
