// What a quota of CPU time did to the process is counted over the run and over the samples of each case.
#include <gtest/gtest.h>

#include "tests/support/toy_run.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::run;
using testing::schedule_of;

TEST(RunThrottling, IsCountedFromTheBeginningOfTheRunToItsEnd) {
  FakeDevice device;
  device.quota = [&device] { return Throttling{1000 + device.windows, 700 + device.windows / 2, Seconds(9)}; };
  const Report report = run(schedule_of({"slow", "fast"}), device);
  ASSERT_TRUE(report.devices.at(0).throttling);
  EXPECT_EQ(report.devices[0].throttling->periods, device.windows);
  EXPECT_EQ(report.devices[0].throttling->throttled, device.windows / 2);
  EXPECT_EQ(report.devices[0].throttling->stopped, Seconds(0));
}

TEST(RunThrottling, OfACaseIsThatOfItsSamples) {
  FakeDevice device;
  device.quota = [&device] { return Throttling{1000 + device.windows, 700 + device.windows, Seconds(0)}; };
  const Measurement m = run(schedule_of({"slow"}), device).measurements.at(0);
  ASSERT_TRUE(m.throttling);
  EXPECT_EQ(m.throttling->periods, static_cast<int64_t>(m.samples.size()));
  EXPECT_EQ(m.throttling->throttled, m.throttling->periods);
  EXPECT_GT(device.windows, m.throttling->periods) << "warming up is not counted";
}

TEST(RunThrottling, GoesOnWhereAnInterruptedRunEnded) {
  FakeDevice device;
  device.quota = [&device] { return Throttling{device.windows, device.windows, Seconds(0)}; };
  Report report;
  report.devices.push_back(device.info());
  report.devices[0].throttling = Throttling{100, 90, Seconds(3)};
  run_schedule(schedule_of({"slow"}), testing::toy_suites, {device, testing::no_kernels}, 0, {}, report);
  EXPECT_EQ(report.devices[0].throttling, (Throttling{100 + device.windows, 90 + device.windows, Seconds(3)}));
}

TEST(RunThrottling, IsAbsentWhereNoQuotaIsInForce) {
  FakeDevice without, at_rest;
  at_rest.quota = [] { return Throttling{0, 0, Seconds(0)}; };
  for (FakeDevice* device : {&without, &at_rest}) {
    const Report report = run(schedule_of({"slow"}), *device);
    EXPECT_FALSE(report.devices.at(0).throttling);
    EXPECT_FALSE(report.measurements.at(0).throttling);
  }
}

}  // namespace
}  // namespace gpupeak
