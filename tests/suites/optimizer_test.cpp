#include <gtest/gtest.h>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite optimizer_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case optimizer_case(const std::string& params, const std::string& tensors, const std::string& rung = "fused") {
  return Case("optimizer",
              {{"rule", "adamw"}, {"dtype", "f32"}, {"params", params}, {"tensors", tensors}, {"rung", rung}});
}

TEST(OptimizerSuite, CountsParametersAndTheirBytes) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(optimizer_suite, target(device), optimizer_case("1000000", "150"));
  EXPECT_EQ(trial.work.operations, 1e6);
  EXPECT_EQ(total_bytes(trial.work), Bytes(28e6));
  EXPECT_EQ(trial.launches.size(), 1u);
}

TEST(OptimizerSuite, ColdCasesRotateSets) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(optimizer_suite, target(device, Cache::cold), optimizer_case("65536", "1"));
  EXPECT_EQ(trial.launches.size(), 24u);  // of 1 MiB; 3 x 8 MiB
  EXPECT_EQ(trial.work.amounts.at(Resource::dram), 28.0 * 65536);
}

TEST(OptimizerSuite, MoreTensorsThanParametersAreSkippedWithARemedy) {
  FakeDevice device(wide_device());
  const std::string reason = skip_of(optimizer_suite, target(device), optimizer_case("100", "150"));
  EXPECT_TRUE(contains(reason, "--set optimizer.tensors=1")) << reason;
  EXPECT_TRUE(contains(skip_of(optimizer_suite, target(device), optimizer_case("100", "0")), "cannot fill 0"));
}

TEST(OptimizerSuite, WhatDoesNotFitIsSkippedWithBothFigures) {
  FakeDevice device(wide_device());
  for (const char* params : {"4294967296", "4611686018427387904"}) {
    const std::string reason = skip_of(optimizer_suite, target(device), optimizer_case(params, "150"));
    EXPECT_TRUE(contains(reason, "8 GiB free")) << reason;
  }
}

TEST(OptimizerSuite, ARungThatThisDeviceLacksIsSkipped) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(optimizer_suite, target(device), optimizer_case("1000", "1", "graph")), "no rung"));
}

}  // namespace
}  // namespace gpupeak
