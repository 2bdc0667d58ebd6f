#include <gtest/gtest.h>

#include <algorithm>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite infer_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case infer_case(const std::string& batch, const std::string& rung = "own") {
  return Case("infer", {{"model", "mlp"}, {"dtype", "f32"}, {"batch", batch}, {"rung", rung}});
}

TEST(InferSuite, ARequestIsOneLaunchWhoseLatenciesAreTimed) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(infer_suite, target(device), infer_case("8"));
  EXPECT_TRUE(trial.latencies);
  EXPECT_TRUE(trial.phases.empty());
  EXPECT_EQ(trial.launches.size(), 1u);
  EXPECT_EQ(trial.work.samples, 8);
  EXPECT_EQ(trial.threads, Threads::ours);
}

TEST(InferSuite, AsksForBatchesOfOneEightAndSixtyFour) {
  FakeDevice device(wide_device());
  const std::vector<Axis> axes = infer_suite.axes(device.info(), kernels::host_kernels());
  const auto batch = std::ranges::find(axes, "batch", &Axis::name);
  ASSERT_NE(batch, axes.end());
  EXPECT_EQ(batch->values, (std::vector<std::string>{"1", "8", "64"}));
}

TEST(InferSuite, BatchesThatAreNoneOrDoNotFitAreSkippedWithARemedy) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(infer_suite, target(device), infer_case("0")), "--set infer.batch=1"));
  for (const char* batch : {"16777216", "4611686018427387904"})
    EXPECT_TRUE(contains(skip_of(infer_suite, target(device), infer_case(batch)), "8 GiB free")) << batch;
}

TEST(InferSuite, ARungThatThisDeviceLacksIsSkipped) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(infer_suite, target(device), infer_case("1", "cudnn")), "no rung"));
}

}  // namespace
}  // namespace gpupeak
