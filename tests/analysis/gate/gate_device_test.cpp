// What a gate says where a device changed as a whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/gate/device_shift.h"
#include "tests/analysis/gate/gate_fixture.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using namespace gpupeak::testing::gates;

TEST_F(GateTest, EverythingSlowerIsOneFindingOfTheDevice) {
  std::vector<Measurement> before, after;
  for (int i = 0; i < 10; ++i) {
    before.push_back(measured(std::to_string(i), 1e-3 * (1 + i)));
    after.push_back(measured(std::to_string(i), 1.08e-3 * (1 + i) * (i == 4 ? 1.2 : 1)));
  }
  store(report_of(before));
  const GateResult result = judge(report_of(after));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_THAT(result.findings[0], HasSubstr("8.0 % slower"));
  EXPECT_TRUE(result.device_failed);
  for (size_t i = 0; i < result.rows.size(); ++i)
    EXPECT_EQ(result.rows[i].verdict, i == 4 ? Verdict::regressed : Verdict::same) << i;
}

TEST(CommonShift, NeedsEightRowsThatMostlyAgree) {
  const std::vector<double> seven(7, 0.05);
  EXPECT_EQ(common_shift(seven), 0);
  const std::vector<double> eight(8, 0.05);
  EXPECT_DOUBLE_EQ(common_shift(eight), 0.05);
  EXPECT_EQ(common_shift(std::vector<double>(8, 0.005)), 0) << "below 1 %";
  EXPECT_EQ(common_shift(std::vector{0.05, 0.05, 0.05, 0.05, 0.05, -0.05, -0.05, -0.05}), 0);
}

TEST_F(GateTest, AFasterDeviceMakesNoRowSlower) {
  store(report_of(ten(1)));
  std::vector<Measurement> faster = ten(0.9);
  faster[3] = measured("3", 4e-3), faster[4] = measured("4", 5e-3);
  const GateResult result = judge(report_of(faster));
  EXPECT_FALSE(result.failed());
  EXPECT_THAT(result.findings[0], HasSubstr("faster"));
}

TEST_F(GateTest, TheDeviceOfTheRunAgainIsItsOwn) {
  store(report_of(ten(1)));
  const Report slow_day = report_of(ten(1.08, 1.06));
  const std::vector<std::string> again = gate_of(slow_day).suspicious();
  EXPECT_EQ(again.size(), 10u) << "most must be seen to move together, or not to";
  Confirmation confirmation;
  confirmed = &confirmation;
  for (const Measurement& m : ten(1.0, 1.06)) confirmation.again[m.id.id()] = baseline_case(m);
  const GateResult usual = judge(slow_day);
  EXPECT_FALSE(usual.device_failed);
  EXPECT_THAT(usual.findings[0], HasSubstr("was not when run again"));
  for (size_t i = 0; i < usual.rows.size(); ++i)
    EXPECT_EQ(usual.rows[i].verdict, i == 4 ? Verdict::regressed : Verdict::same) << i;
  for (const Measurement& m : ten(1.08, 1.06)) confirmation.again[m.id.id()] = baseline_case(m);
  EXPECT_TRUE(judge(slow_day).device_failed);
  confirmation.again.clear();
  for (int i = 0; i < 10; ++i) confirmation.pairs["toy/n=" + std::to_string(i)] = pairs_of({0, 0.001, 0, -0.001, 0});
  EXPECT_FALSE(judge(slow_day).device_failed);
  EXPECT_THAT(judge(slow_day).findings[0], HasSubstr("the device changed, not the code"));
}

TEST_F(GateTest, ADeviceThatVariesThatMuchDoesNotFail) {
  for (const double day : {1.0, 1.06, 0.97, 1.05, 0.95, 1.02}) store(report_of(ten(day)));
  EXPECT_FALSE(judge(report_of(ten(1.07))).device_failed);
  EXPECT_TRUE(judge(report_of(ten(1.5))).device_failed);
}

TEST_F(GateTest, WhatAJobsRowsSharedIsNoNoiseOfEach) {
  for (const double day : {1.0, 1.06, 0.97, 1.05, 0.95, 1.02, 1.001, 1.002}) store(report_of(ten(day)));
  const GateResult result = judge(report_of(ten(1.0, 1.08)));
  EXPECT_EQ(result.rows[4].verdict, Verdict::regressed);
  EXPECT_EQ(result.rows[5].verdict, Verdict::same);
}

TEST_F(GateTest, AnExceptionExcusesASlowerDevice) {
  store(report_of(ten(1)));
  rules.exceptions = {{"*", "2026-12-31", "driver 610", 9}};
  const GateResult excused = judge(report_of(ten(1.3)));
  EXPECT_FALSE(excused.failed());
  EXPECT_THAT(excused.findings[0], HasSubstr("30.0 % slower"));
  rules.exceptions[0].match = "toy/n=1";
  EXPECT_TRUE(judge(report_of(ten(1.3))).device_failed) << "others may not be slower";
}

TEST_F(GateTest, ADeviceIsHeldAgainstTheNarrowestRule) {
  store(report_of(ten(1)));
  rules.rules = {{.match = "toy/n=1", .fail = 0.03, .line = 3}, {.match = "*", .fail = 0.5, .line = 4}};
  EXPECT_TRUE(judge(report_of(ten(1.3))).device_failed);
  EXPECT_FALSE(judge(report_of(ten(1.02))).device_failed);
}

TEST_F(GateTest, FiguresOfTheBaselineAreThoseThatItHolds) {
  store(report_of(ten(1)));
  const GateResult result = judge(report_of(ten(1.3)));
  for (const GateRow& row : result.rows) EXPECT_NEAR(*row.candidate / *row.baseline, 1.3, 1e-6);
}

// Five processes a job; one of them may be disturbed.
Report with_process(double time, int disturbed, double factor) {
  Report report = report_of(ten(time));
  for (Measurement& m : report.measurements) {
    for (Sample& sample : m.samples)
      if (sample.process == disturbed) sample.time = Seconds(sample.time.value * factor);
    gpupeak::judge(m, gpupeak::testing::fake_device_info());
  }
  return report;
}

TEST_F(GateTest, OneDisturbedProcessOrJobMovesNoVerdictAndIsNamed) {
  for (int job = 0; job < 10; ++job)
    store(job == 3 ? report_of(ten(1.3)) : with_process(1 + 0.0005 * job, job == 6 ? 4 : -1, 2));
  const Report unchanged = with_process(1.001, 2, 1.3);
  const GateResult result = judge(unchanged);
  EXPECT_EQ(result.conclusion(), "passed");
  EXPECT_THAT(result.findings, ::testing::IsEmpty());
  for (const GateRow& row : result.rows) {
    EXPECT_EQ(row.verdict, Verdict::same) << row.id;
    EXPECT_EQ(row.coverage.now, 5u);
    EXPECT_EQ(row.coverage.samples, 20u);
  }
  EXPECT_THAT(result.notes, ::testing::Contains(HasSubstr("process 3 of new disagrees with the others in 10 cases and "
                                                          "does not count there: 30 % slower in toy/n=")));
  EXPECT_THAT(result.notes,
              ::testing::Contains(HasSubstr("job 4 (2026-01-01T00:00:00Z) of the baseline: its cases were 29.")));
  EXPECT_THAT(result.notes,
              ::testing::Contains(HasSubstr("process 5 of job 7 (2026-01-01T00:00:00Z) of the baseline disagrees "
                                            "with the others in 10 cases")));
  EXPECT_EQ(judge(with_process(1.1, 2, 0.7)).conclusion(), "failed") << "nor does it hide a slowdown";
}

}  // namespace
}  // namespace gpupeak
