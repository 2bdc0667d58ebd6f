#include "method/measure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/fake_device.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::good_trial;

StopRule rule() {
  StopRule r;
  r.min_samples = 10;
  r.max_samples = 50;
  r.precision = 0.01;
  r.case_budget = Seconds(10);
  r.warmup = Seconds(0.05);
  return r;
}

void sample_until_done(Sampler& sampler) {
  sampler.warm_up();
  while (!sampler.done()) sampler.sample();
}

TEST(Sampler, BatchesShortLaunchesIntoAWindowOfAMillisecond) {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(1e-6); };
  const Trial trial = good_trial();
  Sampler sampler(device, trial, rule());
  sample_until_done(sampler);
  for (const Sample& sample : sampler.samples()) {
    EXPECT_GE(static_cast<double>(sample.launches) * sample.time.value, 1e-3);
    EXPECT_LT(static_cast<double>(sample.launches) * sample.time.value, 2e-3);
    EXPECT_NEAR(sample.time.value, 1e-6, 1e-15);
  }
}

// A device that is never steady, so that only time ends its warm-up.
FakeDevice restless() {
  FakeDevice device;
  device.launch_time = [](int64_t n) { return Seconds(1e-3 * (1 + 0.1 * static_cast<double>(n))); };
  return device;
}

TEST(Sampler, AClockThatJumpsBackEndsNothingLater) {
  FakeDevice device = restless();
  device.before_window = [&](int64_t, const Window&) { device.jump -= Seconds(1); };
  const Trial trial = good_trial();
  StopRule budgeted = rule();
  budgeted.case_budget = Seconds(0.2);
  Sampler sampler(device, trial, budgeted);
  sample_until_done(sampler);
  EXPECT_EQ(sampler.stopped_by(), "budget");
  EXPECT_LE(sampler.samples().size(), 50u);
}

TEST(Sampler, AClockThatJumpsForwardsStopsWithTheSamplesItHas) {
  FakeDevice device = restless();
  const Trial trial = good_trial();
  Sampler sampler(device, trial, rule());
  sampler.warm_up();
  device.before_window = [&](int64_t, const Window&) { device.jump += Seconds(3600); };
  while (!sampler.done()) sampler.sample();
  EXPECT_EQ(sampler.stopped_by(), "budget");
  for (const Sample& sample : sampler.samples())
    EXPECT_LT(sample.time, Seconds(1)) << "samples have a timer of their own";
}

TEST(Sampler, RefusesAWindowThatTookNoTimeOrLess) {
  for (const double time : {0.0, -1e-3}) {
    FakeDevice device;
    const Trial trial = good_trial();
    Sampler sampler(device, trial, rule());
    sampler.warm_up();
    device.launch_time = [&](int64_t) { return Seconds(time); };
    EXPECT_THROW(sampler.sample(), std::runtime_error) << time;
  }
}

TEST(Sampler, ArmsEveryWindowWithItsLaunchesAndNoMoreThanTheTrialAllows) {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(1e-6); };
  Trial trial = good_trial();
  std::vector<int64_t> armed;
  trial.arm = [&](int64_t launches) { armed.push_back(launches); };
  trial.most_launches = 32;
  Sampler sampler(device, trial, rule());
  sample_until_done(sampler);
  EXPECT_EQ(sampler.samples().front().launches, 32);
  EXPECT_EQ(static_cast<int64_t>(armed.size()), device.windows);
  EXPECT_EQ(*std::max_element(armed.begin(), armed.end()), 32);
}

TEST(Sampler, NeverBatchesALaunchThatIsLongEnough) {
  FakeDevice device;
  const Trial trial = good_trial();
  Sampler sampler(device, trial, rule());
  sample_until_done(sampler);
  EXPECT_EQ(sampler.samples().front().launches, 1);
}

TEST(Sampler, StopsAtTheMinimumWhenTheTimesAgree) {
  FakeDevice device;
  const Trial trial = good_trial();
  Sampler sampler(device, trial, rule());
  sample_until_done(sampler);
  EXPECT_EQ(sampler.samples().size(), 10u);
  EXPECT_EQ(sampler.stopped_by(), "precision");
}

TEST(Sampler, GoesOnWhileTheTimesDisagree) {
  FakeDevice device;
  device.launch_time = [](int64_t n) { return Seconds(n % 2 ? 1e-3 : 1.5e-3); };
  const Trial trial = good_trial();
  Sampler sampler(device, trial, rule());
  sample_until_done(sampler);
  EXPECT_EQ(sampler.samples().size(), 50u);
  EXPECT_EQ(sampler.stopped_by(), "samples");
}

TEST(Sampler, GivesUpWhenItsBudgetEnds) {
  FakeDevice device;
  device.launch_time = [](int64_t n) { return Seconds(n % 2 ? 1.0 : 2.0); };
  StopRule r = rule();
  r.case_budget = Seconds(4);
  const Trial trial = good_trial();
  Sampler sampler(device, trial, r);
  sample_until_done(sampler);
  EXPECT_EQ(sampler.stopped_by(), "budget");
  EXPECT_LE(sampler.samples().size(), 4u);
  EXPECT_GE(sampler.samples().size(), 1u);
}

TEST(Sampler, WarmsUpUntilTheTimesAreSteady) {
  FakeDevice device;
  device.launch_time = [](int64_t n) { return Seconds(n < 25 ? 3e-3 - 8e-5 * static_cast<double>(n) : 1e-3); };
  StopRule r = rule();
  r.warmup = Seconds(1);
  const Trial trial = good_trial();
  Sampler sampler(device, trial, r);
  sampler.warm_up();
  EXPECT_GE(device.windows, 30);
  EXPECT_LE(device.windows, 45);
  sampler.sample();
  EXPECT_EQ(sampler.samples().front().time, Seconds(1e-3));
}

TEST(Sampler, WarmsUpUntilTheClockIsSteady) {
  FakeDevice device;
  device.clock = [](int64_t window) { return Hertz(window < 30 ? 1e9 + 3e7 * static_cast<double>(window) : 1.9e9); };
  StopRule r = rule();
  r.warmup = Seconds(1);
  const Trial trial = good_trial();
  Sampler sampler(device, trial, r);
  sampler.warm_up();
  EXPECT_GE(device.windows, 35);
}

TEST(Sampler, DoesNotWarmUpForever) {
  FakeDevice device;
  device.launch_time = [](int64_t n) { return Seconds(1e-3 * (1 + static_cast<double>(n))); };
  const Trial trial = good_trial();
  Sampler sampler(device, trial, rule());
  sampler.warm_up();
  EXPECT_LT(device.windows, 12);  // 1 + 2 + … + 10 ms is past the 50 ms allowed
}

TEST(Sampler, EndsTheWarmUpOfALaunchThatTakesNoTimeAtAll) {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(0); };
  const Trial trial = good_trial();
  StopRule r = rule();
  r.max_samples = 3;
  Sampler sampler(device, trial, r);
  // The launches are counted, not run for ever: the batch has an upper limit.
  device.before_window = [](int64_t, const Window& window) { ASSERT_LE(window.launches, 1 << 20); };
  sampler.warm_up();
  EXPECT_THROW(sampler.sample(), std::runtime_error) << "no rate can be had of it";
}

TEST(Sampler, TellsTheDeviceWhichUnitsTheLaunchesKeepBusy) {
  FakeDevice device;
  std::optional<Resource> busy;
  device.before_window = [&](int64_t, const Window& window) { busy = window.busy; };
  const Trial trial = good_trial();
  Sampler(device, trial, rule()).warm_up();
  EXPECT_EQ(busy, Resource::fp32);
  Trial memory = good_trial();
  memory.work = {};
  memory.work.add(Resource::dram, Bytes(1));
  Sampler(device, memory, rule()).warm_up();
  EXPECT_FALSE(busy);
}

TEST(Sampler, RotatesThroughTheOperandSets) {
  FakeDevice device;
  std::vector<int> calls(3);
  Trial trial = good_trial();
  trial.launches.clear();
  for (int& count : calls) trial.launches.push_back([&count](Queue&) { ++count; });
  Sampler sampler(device, trial, rule());
  sample_until_done(sampler);
  const Sample last = sampler.last_window();
  EXPECT_GE(last.launches, 3);
  EXPECT_LE(*std::max_element(calls.begin(), calls.end()) - *std::min_element(calls.begin(), calls.end()), 1);
}

}  // namespace
}  // namespace gpupeak
