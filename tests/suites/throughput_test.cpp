#include <gtest/gtest.h>

#include <algorithm>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite throughput_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case fma_case(const std::string& cores, const std::string& rung, const std::string& dtype = "f32",
              const std::string& pattern = "three_sources") {
  return Case("throughput", {
                                {"dtype", dtype},
                                {"cores", cores},
                                {"pattern", pattern},
                                {"rung", rung},
                            });
}

std::vector<std::string> default_rungs(const DeviceInfo& info) {
  for (const Axis& axis : throughput_suite.axes(info, kernels::host_kernels()))
    if (axis.name == "rung") return axis.values;
  return {};
}

TEST(Throughput, ComparesOneElementWithTheWidestVectorByDefault) {
  DeviceInfo info = wide_device();
  EXPECT_EQ(default_rungs(info), (std::vector<std::string>{"scalar", "avx512"}));
  info.features = {"fma", "avx2"};
  EXPECT_EQ(default_rungs(info), (std::vector<std::string>{"scalar", "avx2"}));
}

TEST(Throughput, ListsRungsEvenWhereNoneRuns) {
  DeviceInfo info = wide_device();
  info.features = {};
  EXPECT_FALSE(default_rungs(info).empty());
}

TEST(Throughput, AddsTheWidestOfEveryNarrowType) {
  DeviceInfo info = wide_device();
  info.features = {"fma", "avx2", "avx512f", "avx512_fp16", "avx_vnni", "avx512_vnni", "avx512_bf16"};
  EXPECT_EQ(default_rungs(info), (std::vector<std::string>{"scalar", "avx512", "avx512_fp16", "avx512_dot"}));
  info.features = {"fma", "avx2", "avx_vnni"};
  EXPECT_EQ(default_rungs(info), (std::vector<std::string>{"scalar", "avx2", "avx_vnni"}));
}

TEST(Throughput, ListsOnlyWhatARungTakes) {
  const auto applies = [](const Case& id) { return throughput_suite.applies(id, kernels::host_kernels()); };
  EXPECT_TRUE(applies(fma_case("all", "avx512", "f64")));
  EXPECT_FALSE(applies(fma_case("all", "avx512", "i8")));
  EXPECT_TRUE(applies(fma_case("all", "avx512_dot", "bf16")));
  EXPECT_FALSE(applies(fma_case("all", "avx_vnni", "bf16")));
  EXPECT_FALSE(applies(fma_case("all", "amx", "bf16", "two_sources")));
  EXPECT_TRUE(applies(fma_case("core1", "amx", "bf16", "dependent")));
  EXPECT_FALSE(applies(fma_case("all", "avx512", "f32", "dependent")));
}

TEST(Throughput, EachCoreIsACaseOfItsOwn) {
  FakeDevice device(wide_device());
  for (const Axis& axis : throughput_suite.axes(device.info(), kernels::host_kernels())) {
    if (axis.name == "cores") {
      EXPECT_EQ(axis.each, (std::vector<std::string>{"core0", "core1"}));
    }
  }
  EXPECT_EQ(trial_of(throughput_suite, target(device), fma_case("core1", "avx512")).unit, 1);
  EXPECT_EQ(trial_of(throughput_suite, target(device), fma_case("core1", "avx512")).work.units, 1);
  EXPECT_TRUE(contains(skip_of(throughput_suite, target(device), fma_case("core2", "avx512")), "needs 3 cores"));
}

TEST(Throughput, LatencyIsOfOneChain) {
  FakeDevice device(wide_device());
  const Work work = trial_of(throughput_suite, target(device), fma_case("one", "avx512", "f32", "dependent")).work;
  EXPECT_TRUE(work.amounts.empty());
  EXPECT_GT(work.steps, 0);
}

TEST(Throughput, CountsTheWorkOfTheCoresAsked) {
  FakeDevice device(wide_device());
  const Trial one = trial_of(throughput_suite, target(device), fma_case("one", "avx512"));
  const Trial all = trial_of(throughput_suite, target(device), fma_case("all", "avx512"));
  const Trial two = trial_of(throughput_suite, target(device), fma_case("2", "avx512"));
  EXPECT_EQ(one.work.units, 1);
  EXPECT_EQ(all.work.units, 2);
  EXPECT_EQ(2 * one.work.amounts.at(Resource::fp32), all.work.amounts.at(Resource::fp32));
  EXPECT_EQ(two.work.amounts, all.work.amounts);
}

TEST(Throughput, ChargesTheUnitThatDoesTheWork) {
  FakeDevice device(wide_device());
  const auto amounts = [&](const char* rung, const char* dtype) {
    return trial_of(throughput_suite, target(device), fma_case("one", rung, dtype)).work.amounts;
  };
  EXPECT_TRUE(amounts("scalar", "f32").contains(Resource::fp32_scalar));
  EXPECT_TRUE(amounts("scalar", "f64").contains(Resource::fp64_scalar));
  EXPECT_TRUE(amounts("avx2", "f64").contains(Resource::fp64));
}

TEST(Throughput, MoreCoresThanThereAreIsASkipThatSaysHowMany) {
  FakeDevice device(wide_device());
  const std::string reason = skip_of(throughput_suite, target(device), fma_case("3", "scalar"));
  EXPECT_TRUE(contains(reason, "needs 3 cores, this device has 2")) << reason;
  EXPECT_TRUE(contains(reason, "--set throughput.cores=all")) << reason;
}

TEST(Throughput, AnInstructionSetThatIsNotThereIsASkip) {
  DeviceInfo info = wide_device();
  info.features = {"fma"};
  FakeDevice device(info);
  EXPECT_TRUE(contains(skip_of(throughput_suite, target(device), fma_case("one", "avx512")), "needs avx512f"));
}

TEST(Throughput, ARungOfAnotherDeviceIsASkipThatKnowsTheNearest) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(throughput_suite, target(device), fma_case("one", "avx51")), "avx512"));
}

TEST(Throughput, ZerosAreLabelledAsNoProof) {
  FakeDevice device(wide_device());
  Target zeros{{device, kernels::host_kernels()}, Cache::hot, DataKind::zeros, 1, mib(1)};
  const Trial trial = trial_of(throughput_suite, zeros, fma_case("one", "scalar"));
  ASSERT_EQ(trial.notes.size(), 1u);
  EXPECT_TRUE(contains(text(trial.notes[0]), "proves nothing"));
  EXPECT_TRUE(trial_of(throughput_suite, target(device), fma_case("one", "scalar")).notes.empty());
}

TEST(Throughput, ADotProductSaysThatItsFactorsDrawLessPowerThanRandomOnes) {
  DeviceInfo info = wide_device();
  info.features = {"fma", "avx2", "avx512f", "avx512_vnni", "avx512_bf16"};
  FakeDevice device(info);
  const auto notes = [&](const char* dtype, DataKind data) {
    const Target wanted{{device, kernels::host_kernels()}, Cache::hot, data, 1, mib(1)};
    return trial_of(throughput_suite, wanted, fma_case("one", "avx512_dot", dtype)).notes;
  };
  ASSERT_EQ(notes("bf16", DataKind::random).size(), 1u);
  EXPECT_TRUE(contains(text(notes("bf16", DataKind::random)[0]), "less power"));
  EXPECT_TRUE(notes("i8", DataKind::random).empty());
  EXPECT_TRUE(notes("bf16", DataKind::ones).empty());
}

TEST(Throughput, ALaunchThatDidNothingIsSeen) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(throughput_suite, target(device), fma_case("one", "avx2"));
  trial.reset(0);
  EXPECT_FALSE(trial.check().ok);
}

}  // namespace
}  // namespace gpupeak
