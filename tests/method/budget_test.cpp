#include "method/budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "method/run.h"
#include "tests/support/fake_device.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

using ::testing::ElementsAre;
using testing::FakeDevice;
using testing::good_trial;

Prepared prepare_budgeted(const Target&, const Case&) { return good_trial(); }

std::vector<Axis> budgeted_axes(const DeviceInfo&, const kernels::Ladders&) {
  Axis rung{.name = "rung", .values = {"slow", "fast", "vendor"}, .words = {}, .summary = ""};
  rung.vendors = {"vendor"};
  return {rung};
}

// A launch that takes three seconds, as ExpectedTime has it.
std::optional<Outlook> three_seconds(const Target&, const Case&) {
  Outlook outlook;
  outlook.launch.add(Resource::fp32, FlopCount(64e9));
  return outlook;
}

constexpr std::array<Preference, 2> budgeted_first{{{"level", "dram,l1"}, {"n"}}};

constexpr Suite budgeted_suite(std::string_view name, std::optional<Outlook> (*outlook)(const Target&, const Case&)) {
  return {.name = name,
          .summary = "a suite for tests",
          .headline = "median_s",
          .ladder = "rung",
          .axes = budgeted_axes,
          .applies = nullptr,
          .canonical = nullptr,
          .has_cache = nullptr,
          .prepare = prepare_budgeted,
          .outlook = outlook,
          .first = budgeted_first};
}
constinit const Suite first_suite = budgeted_suite("first", nullptr), second_suite = budgeted_suite("second", nullptr),
                      long_suite = budgeted_suite("long", three_seconds);
constexpr const Suite* budgeted_suites[] = {&first_suite, &second_suite, &long_suite};

ScheduledCase scheduled(const std::string& suite, const std::string& level, const std::string& n,
                        const std::string& rung = "fast") {
  return {Case(suite, {{"level", level}, {"n", n}, {"rung", rung}}), Cache::hot};
}

Schedule schedule_of(std::vector<ScheduledCase> cases, double budget_s) {
  Schedule schedule;
  schedule.stop = {.min_samples = 3, .max_samples = 3, .case_budget = Seconds(0.1), .warmup = Seconds(0)};
  schedule.budget = Seconds(budget_s);
  schedule.cases = std::move(cases);
  return schedule;
}

// In the order in which they were done.
Report run_budgeted(const Schedule& schedule, FakeDevice& device, Report report = {}, Seconds spent = Seconds(0)) {
  report.run.schedule = schedule;
  report.devices = {device.info()};
  run_schedule(schedule, budgeted_suites, {device, testing::no_kernels}, 0, {}, report, spent);
  return report;
}

std::vector<std::string> measured_in(const Report& report) {
  std::vector<std::string> ids;
  for (const Measurement& m : report.measurements)
    if (m.outcome == Outcome::measured) ids.push_back(m.id.id());
  return ids;
}

TEST(Budget, IsSpentOnTheMostWantedOfEverySuiteFirst) {
  FakeDevice device;
  const Schedule schedule =
      schedule_of({scheduled("first", "l1", "1"), scheduled("first", "dram", "1"), scheduled("first", "dram", "20"),
                   scheduled("second", "l1", "5"), scheduled("second", "dram", "2")},
                  100);
  EXPECT_THAT(
      measured_in(run_budgeted(schedule, device)),
      ElementsAre("first/level=dram/n=20/rung=fast", "second/level=dram/n=2/rung=fast",
                  "first/level=dram/n=1/rung=fast", "second/level=l1/n=5/rung=fast", "first/level=l1/n=1/rung=fast"));
}

TEST(Budget, KeepsOpponentsTogetherAndLeavesOutThoseThatDoNotFit) {
  FakeDevice device;
  const std::vector<ScheduledCase> cases{scheduled("long", "l1", "1", "slow"), scheduled("long", "l1", "1", "fast"),
                                         scheduled("long", "l1", "1", "vendor")};
  // Each is taken to need 2 launches for verification, one to warm up and three samples.
  const Report all = run_budgeted(schedule_of(cases, 3 * 18 + 1), device);
  EXPECT_EQ(measured_in(all).size(), 3u);
  const Report best = run_budgeted(schedule_of(cases, 2 * 18 + 1), device);
  EXPECT_EQ(best.measurements[0].id.text("rung"), "fast") << "measured first, beside the vendor's";
  EXPECT_EQ(best.measurements[1].id.text("rung"), "vendor");
  const Report none = run_budgeted(schedule_of(cases, 2 * 18 - 1), device);
  ASSERT_EQ(none.measurements.size(), 3u);
  for (const Measurement& m : none.measurements) EXPECT_EQ(m.reason_kind, ReasonKind::budget_spent);
}

TEST(Budget, StartsSomethingSmallWhereWhatIsWantedFirstDoesNotFit) {
  FakeDevice device;
  const Report report =
      run_budgeted(schedule_of({scheduled("long", "dram", "1"), scheduled("first", "dram", "1")}, 5), device);
  EXPECT_THAT(measured_in(report), ElementsAre("first/level=dram/n=1/rung=fast"));
}

TEST(Budget, CountsWhatWasSpentBeforeTheFirstCase) {
  FakeDevice device;
  const Report report = run_budgeted(schedule_of({scheduled("first", "dram", "1")}, 10), device, {}, Seconds(10));
  EXPECT_THAT(measured_in(report), ElementsAre());
  EXPECT_EQ(report.measurements[0].reason, "left out by the budget of 10.00 s; --resume measures it");
}

// Launches take a thousand times as long as foreseen: one case is begun before that is known.
TEST(Budget, EndsWithTheCaseAtHandHoweverSlowTheMachineIs) {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(1); };
  std::vector<ScheduledCase> cases;
  for (const char* n : {"1", "2", "3", "4"})
    for (const char* rung : {"slow", "fast", "vendor"}) cases.push_back(scheduled("first", "dram", n, rung));
  const Report report = run_budgeted(schedule_of(cases, 3), device);
  EXPECT_LE(device.now(), Seconds(3 + 6));
  EXPECT_EQ(report.measurements.size(), cases.size());
  EXPECT_GE(measured_in(report).size(), 1u);
}

}  // namespace
}  // namespace gpupeak
