#include "analysis/gate/baseline.h"

#include <gtest/gtest.h>

#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

BaselineJob baseline_job(const std::string& label, bool pinned = false) {
  BaselineJob result;
  result.label = label;
  result.pinned = pinned;
  result.cases["toy/n=" + label].time_s = {1e-3};
  return result;
}

std::string labels(const BaselineClass& one) {
  std::string text;
  for (const BaselineJob& job : one.jobs) text += job.label;
  return text;
}

const DeviceClass cpu{.backend = "host", .name = "CPU", .units = 2, .memory_gib = 24};

TEST(Baseline, KeepsTheNewestTwentyAndThePinned) {
  Baseline baseline;
  add(baseline, cpu, baseline_job("!", true));
  for (int i = 0; i < 25; ++i) add(baseline, cpu, baseline_job(std::string(1, static_cast<char>('a' + i))));
  ASSERT_EQ(baseline.classes.size(), 1u);
  EXPECT_EQ(labels(baseline.classes[0]), "!ghijklmnopqrstuvwxy");
  EXPECT_EQ(prune(baseline, 3), 17u);
  EXPECT_EQ(labels(baseline.classes[0]), "!xy");
  EXPECT_EQ(prune(baseline, 3), 0u);
}

TEST(Baseline, TakesNoJobTwiceAndNoneOfOtherConditions) {
  Baseline baseline;
  add(baseline, cpu, baseline_job("a"));
  EXPECT_THROW(add(baseline, cpu, baseline_job("a")), std::invalid_argument);
  BaselineJob as_kept = baseline_job("a");
  as_kept.cases.begin()->second.time_s = {1.0000001e-3};
  EXPECT_THROW(add(baseline, cpu, as_kept), std::invalid_argument) << "a file keeps seven digits";
  BaselineJob other = baseline_job("b");
  other.method = 99;
  EXPECT_THROW(add(baseline, cpu, other), std::invalid_argument);
  EXPECT_EQ(labels(baseline.classes[0]), "a");
}

TEST(Baseline, LosesNoNewJobToPinnedOnes) {
  Baseline baseline;
  for (const char* label : {"a", "b", "c"}) add(baseline, cpu, baseline_job(label, true), 3);
  EXPECT_THROW(add(baseline, cpu, baseline_job("d"), 3), std::invalid_argument);
  EXPECT_EQ(labels(baseline.classes[0]), "abc");
}

TEST(Baseline, AddingToOneClassPrunesNoOther) {
  Baseline baseline;
  DeviceClass capped = cpu;
  capped.power_limit_w = 300;
  for (const char* label : {"a", "b", "c"}) add(baseline, capped, baseline_job(label));
  for (const char* label : {"a", "b", "c"}) add(baseline, cpu, baseline_job(label), 2);
  EXPECT_EQ(labels(*baseline.find(capped)), "abc");
  EXPECT_EQ(labels(*baseline.find(cpu)), "bc");
}

TEST(Baseline, OnlyJobsAlikeTellNoiseAndTrend) {
  BaselineClass one{cpu, {baseline_job("a"), baseline_job("b"), baseline_job("c")}};
  one.jobs[0].data = "zeros";
  one.jobs[2].data = "random";
  one.jobs[1].data = "random";
  EXPECT_EQ(labels(alike(one)), "bc");
}

TEST(Baseline, HoldsTheClassesApart) {
  Baseline baseline;
  add(baseline, cpu, baseline_job("a"));
  DeviceClass capped = cpu;
  capped.power_limit_w = 300;
  EXPECT_EQ(baseline.find(capped), nullptr);
  add(baseline, capped, baseline_job("b"));
  EXPECT_EQ(labels(*baseline.find(cpu)), "a");
  EXPECT_EQ(labels(*baseline.find(capped)), "b");
}

TEST(Baseline, NoReportMakesAClassThatItsFileCannotHold) {
  Report report;
  DeviceInfo gpu = testing::fake_device_info();
  gpu.backend = "cuda";
  gpu.memory = Bytes(1e308);
  Measurement m;
  m.telemetry.emplace().power_limit = Watts(1e308);
  report.devices = {gpu};
  report.measurements = {m};
  const DeviceClass found = class_of(report.devices[0], report);
  EXPECT_EQ(found.memory_gib, int64_t{1} << 53);
  EXPECT_EQ(found.power_limit_w, int64_t{1} << 53);
}

TEST(Baseline, TheDriversBranchAndPowerLimitAreOfTheClass) {
  Report report;
  DeviceInfo gpu = testing::fake_device_info();
  gpu.backend = "cuda";
  gpu.driver = "570.86.10, CUDA 12.8";
  report.devices = {gpu};
  Measurement m;
  m.telemetry.emplace();
  m.telemetry->power_limit = Watts(699.6);
  report.measurements = {m};
  const DeviceClass found = class_of(report.devices[0], report);
  EXPECT_EQ(found.driver_branch, "570");
  EXPECT_EQ(found.power_limit_w, 700);
  EXPECT_EQ(text(found), "cuda Scripted Device 3000, 2 units, 16 GiB, 700 W, driver 570");
  DeviceClass unknown;
  unknown.backend = "host";
  EXPECT_EQ(text(unknown), "host (unknown machine)");
}

TEST(Baseline, AJobIsTheMediansOfItsProcesses) {
  Report report;
  report.devices = {testing::fake_device_info()};
  Measurement m;
  m.id = Case("toy", {{"n", "1"}});
  m.work.add(Resource::fp32, FlopCount(1e6));
  m.work.steps = 5;
  for (const int process : {0, 1})
    for (const double time : {1e-3, 3e-3, 2e-3})
      m.samples.push_back({Seconds(time * (1 + process)), 1, Hertz(1e9), process});
  judge(m, report.devices[0]);
  Measurement skipped;
  skipped.id = Case("toy", {{"n", "2"}});
  report.measurements = {m, skipped};
  const BaselineJob job = job_of(report, 0, "abc", "now");
  ASSERT_EQ(job.cases.size(), 1u);
  const BaselineCase& kept = job.cases.at("toy/n=1");
  EXPECT_EQ(kept.time_s, (std::vector{2e-3, 4e-3}));
  EXPECT_EQ(kept.work, 1e6 + 5);
  EXPECT_EQ(kept.clock_hz, 1e9);
  report.measurements = {skipped};
  EXPECT_THROW(job_of(report, 0, "", ""), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak
