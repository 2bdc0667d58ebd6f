#include "method/schedule.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/fake_device.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

std::vector<std::string> ids(const Preset& preset, const ScheduleOptions& options) {
  std::vector<std::string> list;
  for (const ScheduledCase& scheduled :
       make_schedule(preset, options, testing::toy_suites, testing::fake_device_info(), testing::no_kernels).cases)
    list.push_back(scheduled.id.id());
  return list;
}

Preset preset_of(std::vector<Selection> selections) {
  Preset preset;
  preset.name = "test";
  preset.selections = std::move(selections);
  return preset;
}

std::string error_of(const Preset& preset, const ScheduleOptions& options) {
  try {
    ids(preset, options);
  } catch (const ScheduleError& error) {
    return error.what();
  }
  return "no error";
}

const Preset toy_preset = preset_of({{"toy", {}, {}}});

TEST(MakeSchedule, CrossesTheAxesLastOneFastest) {
  EXPECT_EQ(ids(toy_preset, {}), (std::vector<std::string>{
                                     "toy/n=1/mode=plain/rung=slow/cache=hot",
                                     "toy/n=1/mode=plain/rung=fast/cache=hot",
                                     "toy/n=2/mode=plain/rung=slow/cache=hot",
                                     "toy/n=2/mode=plain/rung=fast/cache=hot",
                                 }));
}

TEST(KeepBestRungs, LeavesTheVendorsAndTheLastOfOursThatRunsOfEachGroup) {
  const std::vector<Axis> axes{
      {.name = "rung", .values = {}, .words = {}, .summary = "", .vendors = {"vendor"}, .refused = {"wider"}}};
  std::vector<Case> left;
  for (const char* size : {"1", "2"})
    for (const char* rung : {"slow", "fast", "wider", "vendor"})
      left.push_back(Case("toy", {{"n", size}, {"rung", rung}}));
  left.erase(left.begin() + 5);  // of n=2 there is no fast one
  keep_best_rungs(left, axes, "rung");
  std::vector<std::string> names;
  for (const Case& id : left) names.push_back(id.id());
  EXPECT_EQ(names, (std::vector<std::string>{"toy/n=1/rung=fast", "toy/n=1/rung=vendor", "toy/n=2/rung=slow",
                                             "toy/n=2/rung=vendor"}));
}

// The fake device's kernels are none, and a suite may take its rungs from them.
constinit const Suite without_rungs{
    .name = "empty",
    .summary = "no rung of this device",
    .headline = "median_s",
    .ladder = "rung",
    .axes =
        [](const DeviceInfo&, const kernels::Ladders&) {
          return std::vector<Axis>{{"n", AxisKind::count, {"1"}, {}, "size"}, {"rung", AxisKind::word, {}, {}, "none"}};
        },
    .applies = nullptr,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = nullptr,
};

TEST(MakeSchedule, ASuiteThatTheDeviceHasNoRungForHasNoCases) {
  const std::array<const Suite*, 1> suites{&without_rungs};
  const Schedule schedule =
      make_schedule(preset_of({{"empty", {}, {}}}), {}, suites, testing::fake_device_info(), testing::no_kernels);
  EXPECT_TRUE(schedule.cases.empty());
  const Preset by_name = preset_of({{"empty", {{"rung", {"fused"}}}, {}}});
  EXPECT_TRUE(make_schedule(by_name, {}, suites, testing::fake_device_info(), testing::no_kernels).cases.empty())
      << "a rung that another device has is no slip where there is no ladder";
}

TEST(MakeSchedule, TheCommandLineWinsOverThePreset) {
  ScheduleOptions options;
  options.overrides["toy"]["n"] = {"1k,2k"};
  options.cache = {Cache::cold};
  const auto list = ids(preset_of({{"toy", {{"n", {"7"}}, {"rung", {"fast"}}}, {Cache::hot}}}), options);
  EXPECT_EQ(list, (std::vector<std::string>{"toy/n=1024/mode=plain/rung=fast/cache=cold",
                                            "toy/n=2048/mode=plain/rung=fast/cache=cold"}));
}

TEST(MakeSchedule, NamesDataThatIsNotRandom) {
  ScheduleOptions options;
  options.data = DataKind::zeros;
  EXPECT_EQ(ids(toy_preset, options)[0], "toy/n=1/mode=plain/rung=slow/cache=hot/data=zeros");
}

TEST(MakeSchedule, KeepsEachCaseOnceAndDropsWhatDoesNotApply) {
  ScheduleOptions options;
  options.overrides["toy"]["n"] = {"1,same,13"};
  EXPECT_EQ(ids(toy_preset, options).size(), 2u);
}

TEST(MakeSchedule, FiltersByGlob) {
  ScheduleOptions options;
  options.filter = {"*rung=fast*"};
  options.exclude = {"*n=2*"};
  EXPECT_EQ(ids(toy_preset, options), std::vector<std::string>{"toy/n=1/mode=plain/rung=fast/cache=hot"});
}

TEST(MakeSchedule, ASuiteThatIsAskedForByNameRunsEvenIfThePresetLeavesItOut) {
  ScheduleOptions options;
  EXPECT_TRUE(ids(preset_of({}), options).empty());
  options.suites = {"toy"};
  EXPECT_EQ(ids(preset_of({}), options).size(), 4u);
}

TEST(MakeSchedule, NamesTheNearestKnownThing) {
  ScheduleOptions options;
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

TEST(MakeSchedule, StopsBeforeTheScheduleFillsMemory) {
  ScheduleOptions options;
  options.overrides["toy"]["n"] = {"1-9999+1"};
  options.overrides["toy"]["rung"] = {"slow,fast,vendor"};
  options.overrides["toy"]["mode"] = {"plain,odd"};
  options.cache = {Cache::hot, Cache::cold};
  EXPECT_NE(error_of(toy_preset, options).find("more than 100000 cases"), std::string::npos);
}

}  // namespace
}  // namespace gpupeak
