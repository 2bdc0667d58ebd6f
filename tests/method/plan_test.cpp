#include "method/plan.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/fake_device.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

std::vector<std::string> ids(const Preset& preset, const PlanOptions& options) {
  std::vector<std::string> list;
  for (const PlannedCase& planned :
       make_plan(preset, options, testing::toy_suites, testing::fake_device_info(), testing::no_kernels).cases)
    list.push_back(planned.id.id());
  return list;
}

Preset preset_of(std::vector<Selection> selections) {
  Preset preset;
  preset.name = "test";
  preset.selections = std::move(selections);
  return preset;
}

std::string error_of(const Preset& preset, const PlanOptions& options) {
  try {
    ids(preset, options);
  } catch (const PlanError& error) {
    return error.what();
  }
  return "no error";
}

const Preset toy_preset = preset_of({{"toy", {}, {}}});

TEST(MakePlan, CrossesTheAxesLastOneFastest) {
  EXPECT_EQ(ids(toy_preset, {}), (std::vector<std::string>{
                                     "toy/n=1/mode=plain/rung=slow/cache=hot",
                                     "toy/n=1/mode=plain/rung=fast/cache=hot",
                                     "toy/n=2/mode=plain/rung=slow/cache=hot",
                                     "toy/n=2/mode=plain/rung=fast/cache=hot",
                                 }));
}

// The fake device's kernels are none, and a suite may take its rungs from them.
constinit const Suite without_rungs{
    .name = "empty",
    .summary = "no rung of this device",
    .headline = "median_s",
    .ladder = "rung",
    .axes =
        [](const DeviceInfo&, const kernels::KernelSet&) {
          return std::vector<Axis>{{"n", AxisKind::count, {"1"}, {}, "size"}, {"rung", AxisKind::word, {}, {}, "none"}};
        },
    .applies = nullptr,
    .canonical = nullptr,
    .prepare = nullptr,
};

TEST(MakePlan, ASuiteThatTheDeviceHasNoRungForHasNoCases) {
  const std::array<const Suite*, 1> suites{&without_rungs};
  const Plan plan =
      make_plan(preset_of({{"empty", {}, {}}}), {}, suites, testing::fake_device_info(), testing::no_kernels);
  EXPECT_TRUE(plan.cases.empty());
  const Preset by_name = preset_of({{"empty", {{"rung", {"fused"}}}, {}}});
  EXPECT_TRUE(make_plan(by_name, {}, suites, testing::fake_device_info(), testing::no_kernels).cases.empty())
      << "a rung that another device has is no slip where there is no ladder";
}

TEST(MakePlan, TheCommandLineWinsOverThePreset) {
  PlanOptions options;
  options.overrides["toy"]["n"] = {"1k,2k"};
  options.cache = {Cache::cold};
  const auto list = ids(preset_of({{"toy", {{"n", {"7"}}, {"rung", {"fast"}}}, {Cache::hot}}}), options);
  EXPECT_EQ(list, (std::vector<std::string>{"toy/n=1024/mode=plain/rung=fast/cache=cold",
                                            "toy/n=2048/mode=plain/rung=fast/cache=cold"}));
}

TEST(MakePlan, NamesDataThatIsNotRandom) {
  PlanOptions options;
  options.data = DataKind::zeros;
  EXPECT_EQ(ids(toy_preset, options)[0], "toy/n=1/mode=plain/rung=slow/cache=hot/data=zeros");
}

TEST(MakePlan, KeepsEachCaseOnceAndDropsWhatDoesNotApply) {
  PlanOptions options;
  options.overrides["toy"]["n"] = {"1,same,13"};
  EXPECT_EQ(ids(toy_preset, options).size(), 2u);
}

TEST(MakePlan, FiltersByGlob) {
  PlanOptions options;
  options.filter = {"*rung=fast*"};
  options.exclude = {"*n=2*"};
  EXPECT_EQ(ids(toy_preset, options), std::vector<std::string>{"toy/n=1/mode=plain/rung=fast/cache=hot"});
}

TEST(MakePlan, ASuiteThatIsAskedForByNameRunsEvenIfThePresetLeavesItOut) {
  PlanOptions options;
  EXPECT_TRUE(ids(preset_of({}), options).empty());
  options.suites = {"toy"};
  EXPECT_EQ(ids(preset_of({}), options).size(), 4u);
}

TEST(MakePlan, NamesTheNearestKnownThing) {
  PlanOptions options;
  options.suites = {"tyo"};
  EXPECT_EQ(error_of(toy_preset, options), "no suite 'tyo'; did you mean 'toy'?");
  options = {};
  options.overrides["toy"]["rnug"] = {"fast"};
  EXPECT_EQ(error_of(toy_preset, options), "suite 'toy' has no axis 'rnug'; did you mean 'rung'?");
  options = {};
  options.overrides["toy"]["rung"] = {"fats"};
  EXPECT_EQ(error_of(toy_preset, options), "toy.rung=fats: no such value; did you mean 'fast'?");
  options = {};
  options.overrides["toy"]["n"] = {"-4"};
  EXPECT_EQ(error_of(toy_preset, options),
            "toy.n=-4: '-4' is not a whole positive count such as 4096, 4k (4096) or 1M (1048576)");
  options = {};
  options.overrides["matmul"]["n"] = {"4"};
  EXPECT_EQ(error_of(toy_preset, options), "no suite 'matmul'; known: toy");
  EXPECT_EQ(error_of(preset_of({{"toy", {{"m", {"1"}}}, {}}}), {}),
            "suite 'toy' has no axis 'm'; known: n, mode, rung");
}

TEST(MakePlan, StopsBeforeThePlanFillsMemory) {
  PlanOptions options;
  options.overrides["toy"]["n"] = {"1-9999+1"};
  options.overrides["toy"]["rung"] = {"slow,fast,vendor"};
  options.overrides["toy"]["mode"] = {"plain,odd"};
  options.cache = {Cache::hot, Cache::cold};
  EXPECT_NE(error_of(toy_preset, options).find("more than 100000 cases"), std::string::npos);
}

TEST(LongestTime, IsBoundedByTheBudget) {
  Plan plan;
  plan.stop.case_budget = Seconds(1);
  plan.stop.warmup = Seconds(0.25);
  plan.cases.resize(10);
  EXPECT_EQ(longest_time(plan), Seconds(15));
  plan.budget = Seconds(3);
  EXPECT_EQ(longest_time(plan), Seconds(3));
}

}  // namespace
}  // namespace gpupeak
