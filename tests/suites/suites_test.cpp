#include "suites/suites.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/former_ids.h"
#include "device/host/host_device.h"
#include "method/metrics.h"
#include "method/older_report.h"
#include "method/schedule.h"
#include "tests/suites/support.h"

// The leak check at exit crashes (clang 14) while it searches the thread-local memory of the vendors' threads for
// pointers. Without that memory it finds no fewer leaks. Read by the leak sanitizer, if there is one.
extern "C" const char* __lsan_default_options();
extern "C" const char* __lsan_default_options() { return "use_tls=0"; }

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::target;
using testing::wide_device;

TEST(Suites, HaveNamesOfTheirOwnAndASummary) {
  std::set<std::string_view> names;
  for (const Suite* suite : suites()) {
    EXPECT_TRUE(names.insert(suite->name).second) << suite->name;
    EXPECT_FALSE(suite->summary.empty());
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"throughput", "memory", "shared", "atomics", "transfer", "roofline",
                                               "matmul", "conv", "launch", "optimizer", "train", "infer"}));
}

TEST(Suites, HeadlineIsAMetric) {
  for (const Suite* suite : suites()) EXPECT_NE(metric_named(suite->headline), nullptr) << suite->name;
}

TEST(Suites, HaveTheHeadlineAndViewsThatOlderReportsAreGivenByTheirNames) {
  for (const Suite* suite : suites()) {
    Measurement m;
    m.id = Case(std::string(suite->name));
    complete_by_suite_name(m);
    EXPECT_EQ(m.headline, suite->headline) << suite->name;
    EXPECT_EQ(m.views, suite->views) << suite->name;
  }
}

TEST(Suites, LadderIsAnAxis) {
  for (const Suite* suite : suites()) {
    const std::vector<Axis> axes = suite->axes(wide_device(), kernels::host_kernels());
    EXPECT_TRUE(std::any_of(axes.begin(), axes.end(), [&](const Axis& axis) { return axis.name == suite->ladder; }));
  }
}

TEST(Suites, DefaultsAreWordsThatAreAcceptedOrNumbers) {
  for (const Suite* suite : suites()) {
    for (const Axis& axis : suite->axes(wide_device(), kernels::host_kernels())) {
      EXPECT_FALSE(axis.values.empty() && axis.name != suite->ladder) << axis.name;
      EXPECT_FALSE(axis.summary.empty()) << axis.name;
      for (const std::string& value : axis.values) {
        const bool number = axis.kind != AxisKind::word && value.front() >= '0' && value.front() <= '9';
        EXPECT_TRUE(number || std::find(axis.words.begin(), axis.words.end(), value) != axis.words.end())
            << suite->name << "." << axis.name << "=" << value;
      }
    }
  }
}

// A device without a rung for a suite has none of its cases.
bool has_a_rung(const Suite& suite) {
  const std::vector<Axis> axes = suite.axes(wide_device(), kernels::host_kernels());
  return std::ranges::none_of(axes, [](const Axis& axis) { return axis.values.empty(); });
}

Schedule everything(const std::string& suite, std::map<std::string, std::vector<std::string>> axes,
                    const DeviceInfo& device) {
  ScheduleOptions options;
  options.suites = {suite};
  options.overrides[suite] = std::move(axes);
  return make_schedule({}, options, suites(), device, kernels::host_kernels());
}

TEST(Suites, EveryDefaultCaseIsPreparedOrSkippedWithAReason) {
  FakeDevice device(wide_device());
  for (const Suite* suite : suites()) {
    if (!has_a_rung(*suite)) continue;
    const Schedule schedule = everything(std::string(suite->name), {}, device.info());
    EXPECT_FALSE(schedule.cases.empty());
    for (const ScheduledCase& scheduled : schedule.cases) {
      const Prepared prepared = suite->prepare(target(device, scheduled.cache), scheduled.id);
      if (const Skip* skip = std::get_if<Skip>(&prepared)) {
        EXPECT_FALSE(skip->reason.empty()) << scheduled.id.id();
        continue;
      }
      const Trial& trial = std::get<Trial>(prepared);
      EXPECT_FALSE(trial.launches.empty()) << scheduled.id.id();
      EXPECT_GT(trial.work.working_set.value, 0) << scheduled.id.id();
      EXPECT_TRUE(total_flops(trial.work).value > 0 || total_bytes(trial.work).value > 0 || trial.work.steps > 0 ||
                  trial.work.operations > 0);
    }
  }
}

// What schema 1 called a case and what today's suites call it are told apart by a table that no suite sees.
TEST(Suites, EveryCaseIsKnownByItsFormerId) {
  FakeDevice device(wide_device());
  for (const Suite* suite : suites()) {
    if (!has_a_rung(*suite)) continue;
    for (const ScheduledCase& scheduled : everything(std::string(suite->name), {}, device.info()).cases) {
      const std::string former = former_id(scheduled.id);
      EXPECT_TRUE(former.ends_with("/cache=hot")) << former;
      EXPECT_EQ(of_former_id(former), scheduled.id);
      EXPECT_EQ(Case::of_id(scheduled.id.id()), scheduled.id);
    }
  }
}

TEST(Suites, ACaseIsHotAndColdOrStandsOnce) {
  FakeDevice device(wide_device());
  for (const Suite* suite : suites()) {
    if (!has_a_rung(*suite)) continue;
    ScheduleOptions options;
    options.suites = {std::string(suite->name)};
    options.cache = {Cache::hot, Cache::cold};
    std::map<std::string, std::set<std::string>> caches;
    for (const ScheduledCase& scheduled :
         make_schedule({}, options, suites(), device.info(), kernels::host_kernels()).cases)
      caches[scheduled.id.id_without("cache")].insert(scheduled.id.has("cache") ? scheduled.id.text("cache") : "none");
    for (const auto& [id, ones] : caches)
      EXPECT_TRUE(ones == std::set<std::string>{"none"} || ones == (std::set<std::string>{"cold", "hot"})) << id;
  }
}

// The whole of a suite on this machine, at sizes that cost nothing: prepare, fresh data, every launch, verdict.
void expect_all_right(const std::string& suite_name, std::map<std::string, std::vector<std::string>> axes,
                      Cache cache) {
  static const std::unique_ptr<Device> machine = host::open_host({.probe = false});
  int ran = 0;
  for (const Suite* suite : suites()) {
    if (suite->name != suite_name) continue;
    for (const ScheduledCase& scheduled : everything(suite_name, axes, machine->info()).cases) {
      Prepared prepared = suite->prepare(target(*machine, cache, kib(8)), scheduled.id);
      const Trial* trial = std::get_if<Trial>(&prepared);
      if (!trial || trial->threads == Threads::vendors) continue;
      for (const uint64_t round : {0, 1}) {
        trial->reset(round);
        for (const Launch& launch : trial->launches) launch(machine->queue());
        const Check check = trial->check();
        EXPECT_TRUE(check.ok) << scheduled.id.id() << ": " << check.where;
      }
      ++ran;
    }
  }
  EXPECT_GT(ran, 0);
}

TEST(Suites, ThroughputIsRightOnThisMachine) { expect_all_right("throughput", {}, Cache::hot); }

TEST(Suites, MemoryIsRightOnThisMachineHotAndCold) {
  const std::map<std::string, std::vector<std::string>> axes{{"size", {"200", "20000", "1MiB"}}};
  expect_all_right("memory", axes, Cache::hot);
  expect_all_right("memory", axes, Cache::cold);
}

TEST(Suites, AtomicsAreRightOnThisMachine) {
  expect_all_right("atomics", {{"number", {"i32", "f32", "f64"}}}, Cache::hot);
}

TEST(Suites, ConvIsRightOnThisMachineHotAndCold) {
  const std::map<std::string, std::vector<std::string>> axes{
      {"layer", {"9x8x5-7-3x3-s2-p1", "9x8x20-20-3x3-s1-p1-g20"}},
      {"batch", {"2"}},
      {"dtype", {"f32", "bf16"}},
      {"direction", {"forward", "backward_data", "backward_filter"}}};
  expect_all_right("conv", axes, Cache::hot);
  expect_all_right("conv", axes, Cache::cold);
}

TEST(Suites, MatmulIsRightOnThisMachineHotAndCold) {
  const std::map<std::string, std::vector<std::string>> axes{{"n", {"33", "65"}}, {"m", {"n", "7"}}};
  expect_all_right("matmul", axes, Cache::hot);
  expect_all_right("matmul", axes, Cache::cold);
}

}  // namespace
}  // namespace gpupeak
