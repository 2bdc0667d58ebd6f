#include "analysis/gate/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/gate/verdict.h"
#include "method/judge.h"
#include "tests/analysis/gate/gate_fixture.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using namespace gpupeak::testing::gates;

TEST_F(GateTest, AnUnchangedReportPasses) {
  const Report report = report_of({measured("1", 1e-3), measured("2", 2e-3)});
  store(report);
  const GateResult result = judge(report);
  EXPECT_FALSE(result.failed());
  ASSERT_EQ(result.rows.size(), 2u);
  EXPECT_EQ(result.rows[0].verdict, Verdict::same);
  EXPECT_EQ(result.rows[0].severity, Severity::pass);
  EXPECT_DOUBLE_EQ(*result.rows[0].baseline, *result.rows[0].candidate);
}

TEST_F(GateTest, ASlowerCaseFailsAndTheOthersDoNot) {
  store(report_of({measured("1", 1e-3), measured("2", 2e-3)}));
  const GateResult result = judge(report_of({measured("1", 1.1e-3), measured("2", 2e-3)}));
  EXPECT_TRUE(result.failed());
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(result.rows[0].rule_line, 3);
  EXPECT_NEAR(result.rows[0].worse->estimate, 1.1, 1e-6);
  EXPECT_EQ(result.rows[1].verdict, Verdict::same);
}

TEST_F(GateTest, ARateIsWorseWhereItIsLower) {
  rules.rules[0].metric = "flop_rate_flops_per_s";
  store(report_of({measured("1", 1e-3)}));
  const GateResult result = judge(report_of({measured("1", 1.1e-3)}));
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_GT(result.rows[0].worse->estimate, 1);
  EXPECT_NEAR(*result.rows[0].baseline / *result.rows[0].candidate, 1.1, 1e-6);
}

TEST_F(GateTest, AnImprovementPassesUnlessNothingMayMove) {
  store(report_of({measured("1", 1e-3)}));
  const Report faster = report_of({measured("1", 0.8e-3)});
  EXPECT_EQ(judge(faster).rows[0].verdict, Verdict::improved);
  EXPECT_FALSE(judge(faster).failed());
  rules.rules[0].direction = Direction::any;
  EXPECT_TRUE(judge(faster).failed());
}

TEST_F(GateTest, TheFirstRuleThatMatchesDecides) {
  rules.rules = {{.match = "toy/n=1", .warn = 0.2, .fail = 0.5, .line = 3}, {.match = "*", .line = 4}};
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  const GateResult result = judge(report_of({measured("1", 1.1e-3), measured("2", 1.1e-3)}));
  EXPECT_NE(result.rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(result.rows[0].rule_line, 3);
  EXPECT_EQ(result.rows[1].verdict, Verdict::regressed);
}

TEST_F(GateTest, WhatIsMissingFailsUnlessLenient) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  const Report less = report_of({measured("1", 1e-3)});
  EXPECT_EQ(judge(less).rows.back().verdict, Verdict::missing);
  EXPECT_EQ(judge(less).rows.back().id, "toy/n=2");
  EXPECT_TRUE(judge(less).failed());
  lenient = true;
  EXPECT_FALSE(judge(less).failed());
}

TEST_F(GateTest, WrongFailedAndImplausibleNeverPass) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  for (const Outcome outcome : {Outcome::wrong, Outcome::failed}) {
    const GateResult result = judge(report_of({measured("1", 1e-3), ended("2", outcome)}));
    EXPECT_EQ(result.rows[1].verdict, Verdict::failed);
    EXPECT_TRUE(result.failed());
    EXPECT_THAT(result.rows[1].reason, HasSubstr("the script says so"));
  }
  const GateResult fast = judge(report_of({measured("1", 1e-3), measured("2", 1e-9)}));
  EXPECT_EQ(fast.rows[1].verdict, Verdict::implausible);
  EXPECT_TRUE(fast.failed());
}

TEST_F(GateTest, ACaseThatIsSkippedNowIsAWarning) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  const GateResult result = judge(report_of({measured("1", 1e-3), ended("2", Outcome::skipped)}));
  EXPECT_EQ(result.rows[1].verdict, Verdict::skipped);
  EXPECT_EQ(result.rows[1].severity, Severity::warn);
}

TEST_F(GateTest, ANewCaseIsNoted) {
  store(report_of({measured("1", 1e-3)}));
  const GateResult result = judge(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  EXPECT_EQ(result.rows[1].verdict, Verdict::added);
  EXPECT_FALSE(result.failed());
}

TEST_F(GateTest, OtherWorkIsNotCompared) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  Measurement other = measured("2", 9e-3);
  other.work.add(Resource::fp32, FlopCount(1e5));
  const GateResult result = judge(report_of({measured("1", 1e-3), other}));
  EXPECT_EQ(result.rows[1].verdict, Verdict::added);
  EXPECT_FALSE(result.rows[1].worse);
  EXPECT_EQ(result.rows[1].severity, Severity::warn);
}

TEST_F(GateTest, AStoredJobThatCannotTellIsNamed) {
  Report other = report_of(ten(1));
  other.measurements[3].work.add(Resource::fp32, FlopCount(1e6));
  other.measurements.pop_back();
  store(other);
  for (const double factor : {1.001, 0.999}) store(report_of(ten(factor)));
  const GateResult result = judge(report_of(ten(1)));
  EXPECT_EQ(
      result.notes.at(0),
      "job 1 (2026-01-01T00:00:00Z) of the baseline is left out where it cannot tell: 1 case did other work: toy/n=3 "
      "(1000000 / 2000000); 1 case missing: toy/n=9");
}

TEST_F(GateTest, JobsThatLackTheSameAreNamedOnceAndNoneForANewCase) {
  for (const double factor : {1.001, 0.999, 1.0}) {
    Report old = report_of(ten(factor));
    if (factor != 1) old.measurements.pop_back();
    store(old);
  }
  Report now = report_of(ten(1));
  now.measurements.push_back(measured("new", 1e-3));
  std::vector<std::string> left_out;
  for (const std::string& note : judge(now).notes)
    if (note.find("left out") != std::string::npos) left_out.push_back(note);
  EXPECT_THAT(left_out,
              ::testing::ElementsAre(
                  "job 1 (2026-01-01T00:00:00Z) of the baseline and 1 more are left out where they cannot tell: "
                  "1 case missing: toy/n=9"));
}

TEST_F(GateTest, WhereAllDidOtherWorkItSaysSo) {
  store(report_of({measured("1", 1e-3)}));
  Report other = report_of({measured("1", 1e-3)});
  other.measurements[0].work.add(Resource::fp32, FlopCount(1e6));
  const std::string said = message(other);
  EXPECT_THAT(said, HasSubstr("did different work in every case"));
  EXPECT_THAT(said, HasSubstr("toy/n=1 (2000000 / 1000000)"));
}

TEST_F(GateTest, AmountsOfRoundedRatesAreOneWork) {
  store(report_of({measured("1", 1e-3)}));
  Report rounded = report_of({measured("1", 1e-3)});
  rounded.measurements[0].work.amounts[Resource::fp32] *= 1 + 1e-9;
  EXPECT_EQ(judge(rounded).rows[0].verdict, Verdict::same);
}

TEST_F(GateTest, AMachineWithoutANameIsNoted) {
  Report nameless = report_of({measured("1", 1e-3)});
  nameless.devices[0].name.clear();
  store(nameless);
  const GateResult result = judge(nameless);
  EXPECT_THAT(result.device, HasSubstr("(unknown machine)"));
  EXPECT_THAT(result.notes.at(0), HasSubstr("names no machine"));
}

TEST_F(GateTest, WhatIsFasterThanTheDeviceCanBeNeverPassesWhateverItSaysOfItself) {
  store(report_of({measured("1", 1e-3)}));
  Measurement fast = measured("1", 1e-6);  // 1e6 flop at 64 GFLOP/s take 15.6 us at best
  fast.outcome = Outcome::measured, fast.reason.clear();
  const GateResult result = judge(report_of({fast}));
  EXPECT_EQ(result.rows[0].verdict, Verdict::implausible);
  EXPECT_TRUE(result.failed());
  rules.rules[0].floor = 0.5;
  EXPECT_TRUE(judge(report_of({fast}), false).failed());
}

TEST_F(GateTest, WhatIsFasterThanADoubtedRateAllowsIsNoVerdict) {
  store(report_of({measured("1", 1e-3)}));
  Measurement fast = measured("1", 1e-6);
  fast.outcome = Outcome::measured, fast.reason.clear();
  Report report = report_of({fast});
  for (auto& [resource, rate] : report.devices[0].peak.rates) rate.doubt = "nobody publishes it";
  EXPECT_EQ(judge(report).rows[0].verdict, Verdict::improved);
}

TEST_F(GateTest, AnExceptionHoldsUntilItsDay) {
  store(report_of({measured("1", 1e-3)}));
  const Report slower = report_of({measured("1", 1.1e-3)});
  rules.exceptions = {{"toy/*", "2026-11-21", "driver 610", 9}};
  EXPECT_FALSE(judge(slower).failed());
  EXPECT_THAT(judge(slower).rows[0].reason, HasSubstr("driver 610"));
  rules.exceptions[0].until = "2026-11-20";
  EXPECT_TRUE(judge(slower).failed());
  EXPECT_THAT(judge(slower).notes, ::testing::Contains(HasSubstr("rules.json:9")));
}

TEST_F(GateTest, NoExceptionExcusesAWrongResult) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  rules.exceptions = {{"*", "2099-01-01", "in a hurry", 9}};
  EXPECT_TRUE(judge(report_of({measured("1", 1e-3), ended("2", Outcome::wrong)})).failed());
  EXPECT_TRUE(judge(report_of({measured("1", 1e-3), measured("2", 1e-9)})).failed());
}

TEST_F(GateTest, TooFewSamplesAreInconclusive) {
  rules.rules = {{.match = "toy/n=1", .min_samples = 21, .line = 3}, {.match = "*", .line = 4}};
  const Report report = report_of({measured("1", 1e-3), measured("2", 1e-3)});
  store(report);
  EXPECT_EQ(judge(report).rows[0].verdict, Verdict::inconclusive);
  EXPECT_EQ(judge(report).conclusion(), "passed");
  rules.rules[1].min_samples = 21;
  EXPECT_THAT(message(report), HasSubstr("nothing could be judged (2 rows), so this is no pass: 20 samples"));
}

TEST_F(GateTest, WhereNoiseHidesEveryRowItIsUndecided) {
  for (const double day : {1.0, 1.4, 0.8, 1.2}) store(report_of({measured("1", day * 1e-3)}));
  const GateResult result = judge(report_of({measured("1", 1.1e-3)}));
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_FALSE(result.failed());
  EXPECT_EQ(result.conclusion(), "undecided");
}

TEST_F(GateTest, AnEarlierPlateauIsForgotten) {
  for (const double level : {1.0, 0.9})
    for (int day = 0; day < 5; ++day) store(report_of({measured("1", level * 1e-3 * (1 + 0.0005 * day))}));
  const GateResult result = judge(report_of({measured("1", 0.97e-3)}));
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(result.rows[0].coverage.jobs, 5u);
  EXPECT_THAT(result.notes, ::testing::Contains(HasSubstr(
                                "1 row is held against the jobs since the last step of its case alone (toy/n=1, from "
                                "job 6 (2026-01-01T00:00:00Z) on)")));
}

TEST_F(GateTest, OneRunASideIsNeverSaidToBeTheSame) {
  const auto alone = [](double time) {
    Measurement m = measured("1", time);
    std::erase_if(m.samples, [](const Sample& sample) { return sample.process > 0; });
    gpupeak::judge(m, testing::fake_device_info());
    return report_of({m});
  };
  store(alone(1e-3));
  EXPECT_THAT(message(alone(1.045e-3)),
              ::testing::AllOf(HasSubstr("1 and 1 runs cannot tell"), HasSubstr("--repeat 5")));
  baseline = {};
  Report both = alone(1e-3);
  both.measurements.push_back(measured("2", 1e-3));
  store(both);
  const GateResult result = judge(both);
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_EQ(result.rows[0].runs_to_decide, 5);
  EXPECT_EQ(result.rows[1].verdict, Verdict::same);
}

TEST_F(GateTest, ARuleOfAMetricThatNoCaseHasIsRefused) {
  rules.rules.push_back({.match = "*", .metric = "latency_p99_s", .line = 8});
  store(report_of({measured("1", 1e-3)}));
  EXPECT_THAT(message(report_of({measured("1", 1e-3)})), HasSubstr("rules.json:8"));
}

TEST_F(GateTest, AMetricThatVanishedIsMissing) {
  rules.rules = {{.match = "*", .metric = "memory_growth_bytes", .line = 3}};
  Measurement grown = measured("1", 1e-3);
  grown.memory_growth = Bytes(1 << 24);
  store(report_of({grown}));
  EXPECT_EQ(judge(report_of({measured("1", 1e-3)})).rows[0].verdict, Verdict::missing);
}

TEST_F(GateTest, MemoryThatDidNotGrowIsABaselineToo) {
  rules.rules = {{.match = "*", .metric = "memory_growth_bytes", .line = 3}};
  Measurement m = measured("1", 1e-3);
  m.memory_growth = Bytes(0);
  Report steady = report_of({m});
  for (int day = 0; day < 4; ++day) {
    steady.measurements[0] = measured("1", 1e-3 * (1 + 0.001 * day));
    steady.measurements[0].memory_growth = Bytes(0);
    store(steady);
  }
  EXPECT_EQ(judge(steady).rows[0].verdict, Verdict::same);
  m.memory_growth = Bytes(1e9);
  EXPECT_EQ(judge(report_of({m})).rows[0].verdict, Verdict::regressed);
}

TEST_F(GateTest, CasesOfSeveralDevicesAreRefused) {
  Report two = report_of({measured("1", 1e-3), measured("2", 1e-3)});
  store(two);
  two.devices.push_back(testing::fake_device_info());
  two.measurements[1].device = 1;
  EXPECT_THAT(message(two), HasSubstr("2 devices"));
}

TEST_F(GateTest, UnlikeConditionsAreRefused) {
  const Report report = report_of({measured("1", 1e-3)});
  store(report);
  Report zeros = report;
  zeros.run.schedule.data = DataKind::zeros;
  EXPECT_THAT(message(zeros), HasSubstr("data of operands"));
  Report newer = report;
  newer.tool.method = 99;
  EXPECT_THAT(message(newer), HasSubstr("method"));
  Report held = report;
  held.devices[0].clock_policy = "governor performance, turbo off";
  EXPECT_FALSE(judge(held).failed()) << "the baseline does not know who moved its clock";
  baseline = {};
  store(held);
  held.devices[0].clock_policy = "governor performance, turbo on";
  EXPECT_THAT(message(held), HasSubstr("the policy of the clock"));
  Report elsewhere = report;
  elsewhere.devices[0].name = "Another";
  EXPECT_THAT(message(elsewhere), HasSubstr("Another"));
  force = true;
  EXPECT_FALSE(judge(zeros).failed());
  EXPECT_FALSE(judge(held).failed());
  EXPECT_THAT(message(elsewhere), HasSubstr("has no job of")) << "other devices have other times, insist or not";
}

TEST_F(GateTest, NothingInCommonIsNeverAPass) {
  store(report_of({measured("1", 1e-3)}));
  EXPECT_THAT(message(report_of({measured("2", 1e-3)})), HasSubstr("no measured case in common"));
  EXPECT_THAT(message(report_of({})), HasSubstr("holds no case"));
  EXPECT_THAT(message(report_of({ended("1", Outcome::skipped)})), HasSubstr("no measured case in common"));
  EXPECT_EQ(judge(report_of({ended("1", Outcome::wrong)})).rows[0].verdict, Verdict::failed)
      << "not: nothing in common";
  rules.rules.push_back({.match = "toy/n=7*", .line = 12});
  EXPECT_THAT(message(report_of({measured("1", 1e-3)})),
              HasSubstr("rules.json:12: the rule \"toy/n=7*\" matches no case"));
}

TEST(Causes, AreTheClockAsFarAsItExplains) {
  BaselineCase before, now;
  before.clock_hz = 2e9, now.clock_hz = 1.8e9;
  const std::vector<CauseShare> all = causes_of(2.0 / 1.8, before, now);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].cause, "clock");
  EXPECT_NEAR(all[0].share, 1, 1e-12);
  now.power_capped = 0.5;
  now.thermal = 0.25;
  double sum = 0;
  const std::vector<CauseShare> mixed = causes_of(std::pow(2.0 / 1.8, 2), before, now);
  for (const CauseShare& cause : mixed) sum += cause.share;
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_EQ(mixed[0].cause, "the rest");
  EXPECT_NEAR(mixed[0].share, 0.5, 1e-9);
  EXPECT_EQ(mixed[1].cause, "power cap");
  EXPECT_NEAR(mixed[1].share, 0.25, 1e-9);
  EXPECT_TRUE(causes_of(1.1, {}, now).empty()) << "no clock is known";
}

}  // namespace
}  // namespace gpupeak
