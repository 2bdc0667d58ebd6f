// Launches that answer requests: timed one by one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "method/run.h"
#include "tests/support/fake_device.h"
#include "tests/support/toy_run.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::good_trial;
using testing::run;
using testing::schedule_of;
using testing::ToyScript;
using testing::wrong;

Trial answering() {
  Trial trial = good_trial();
  trial.latencies = true;
  return trial;
}

TEST(RunLatencies, TimesSingleLaunchesOfTrialsThatAnswerRequests) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case&) { return answering(); });
  int64_t single = 0;
  device.before_window = [&](int64_t, const Window& window) {
    if (window.timer == Timer::host) single += window.launches;
  };
  const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
  ASSERT_TRUE(m.latencies);
  EXPECT_EQ(m.latencies->count, 500) << "half a second of launches of a millisecond";
  EXPECT_GT(single, 500) << "each is waited for; some before are not counted";
  ASSERT_TRUE(m.latencies->p99);
  EXPECT_NEAR(m.latencies->p99->value, 1e-3, 1e-12);
  ASSERT_TRUE(m.latencies->p99_doubles_at);
  EXPECT_GT(*m.latencies->p99_doubles_at, 100);
  EXPECT_LT(*m.latencies->p99_doubles_at, 1000);
  EXPECT_TRUE(m.notes.empty());
}

TEST(RunLatencies, SaysWhyAPercentileIsMissing) {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(4e-3); };
  const ToyScript script([](const Target&, const Case&) { return answering(); });
  const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
  ASSERT_TRUE(m.latencies);
  EXPECT_EQ(m.latencies->count, 200) << "all of the budget allows them, half of it does not";
  EXPECT_FALSE(m.latencies->p99);
  ASSERT_EQ(m.notes.size(), 1u);
  EXPECT_THAT(text(m.notes[0]), ::testing::HasSubstr("no p99"));
}

TEST(RunLatencies, AWrongResultHasNoLatencies) {
  FakeDevice device;
  int checks = 0;
  const ToyScript script([&](const Target&, const Case&) {
    Trial trial = answering();
    trial.check = [&checks, right = trial.check] { return ++checks > 1 ? wrong("C[0] is stale") : right(); };
    return trial;
  });
  const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
  EXPECT_EQ(m.outcome, Outcome::wrong);
  EXPECT_FALSE(m.latencies);
}

}  // namespace
}  // namespace gpupeak
