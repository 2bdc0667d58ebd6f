#include "analysis/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/causes.h"
#include "analysis/device_shift.h"
#include "core/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;

// Five processes; `time` is what a launch takes, in seconds.
Measurement measured(const std::string& n, double time, double clock = 1e9) {
  Measurement m;
  m.id = Case("toy", {{"n", n}});
  m.work.add(Resource::fp32, FlopCount(1e6));
  for (int process = 0; process < 5; ++process)
    for (int i = 0; i < 4; ++i)
      m.samples.push_back({Seconds(time * (1 + 0.0002 * (process + i))), 1, Hertz(clock), process});
  judge(m, testing::fake_device_info());
  return m;
}

Measurement ended(const std::string& n, Outcome outcome) {
  Measurement m;
  m.id = Case("toy", {{"n", n}});
  m.outcome = outcome;
  m.reason = "the script says so";
  return m;
}

Report report_of(std::vector<Measurement> measurements) {
  Report report;
  report.devices.push_back(testing::fake_device_info());
  report.tool.version = "1";
  for (Measurement& m : measurements) report.run.plan.cases.push_back({m.id, Cache::hot});
  report.measurements = std::move(measurements);
  return report;
}

template <class Of>
std::string message_of(Of action) {
  try {
    action();
  } catch (const GateError& error) {
    return error.what();
  }
  return "(no error)";
}

struct GateTest : ::testing::Test {
  Baseline baseline;
  Rules rules{"rules.json", {{.match = "*", .line = 3}}, {}};
  bool lenient = false, force = false;
  const Confirmation* confirmed = nullptr;

  void store(const Report& report) {
    add(baseline, class_of(report.devices[0], report), job_of(report, 0, "", "2026-01-01T00:00:00Z"));
  }
  GateResult judge(const Report& candidate, bool with_baseline = true) const {
    return gate({candidate, "new", with_baseline ? &baseline : nullptr, "base.json", rules, "2026-11-21T00:00:00Z",
                 lenient, force, confirmed});
  }
  std::string message(const Report& candidate) const {
    return message_of([&] { judge(candidate); });
  }
};

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
  other.work.add(Resource::fp32, FlopCount(1));
  const GateResult result = judge(report_of({measured("1", 1e-3), other}));
  EXPECT_EQ(result.rows[1].verdict, Verdict::added);
  EXPECT_FALSE(result.rows[1].worse);
  EXPECT_EQ(result.rows[1].severity, Severity::warn);
}

TEST_F(GateTest, AFloorNeedsNoBaseline) {
  rules.rules[0].floor = 0.9;  // 1e6 flop at 64 GFLOP/s take 15.6 us at best
  EXPECT_EQ(judge(report_of({measured("1", 20e-6)}), false).rows[0].verdict, Verdict::below_floor);
  EXPECT_EQ(judge(report_of({measured("1", 16e-6)}), false).rows[0].verdict, Verdict::sound);
  Measurement unknown = measured("2", 1e-3);
  unknown.rated.reset();
  const GateResult half = judge(report_of({measured("1", 16e-6), unknown}), false);
  EXPECT_EQ(half.rows[1].verdict, Verdict::inconclusive);
  EXPECT_EQ(half.conclusion(), "passed");
}

TEST_F(GateTest, WithoutAJudgedFloorAndABaselineNothingPasses) {
  rules.rules[0].floor = 0.5;
  Measurement unknown = measured("1", 1e-3);
  unknown.rated.reset();
  EXPECT_THAT(message_of([&] { judge(report_of({unknown}), false); }), HasSubstr("its ceiling is not known"));
  rules.rules = {{.match = "toy/n=1", .line = 3}, {.match = "*", .floor = 0.5, .line = 4}};
  EXPECT_THAT(message_of([&] {
                judge(report_of({measured("1", 1e-3), ended("2", Outcome::skipped)}), false);
              }),
              HasSubstr("no floor could be judged"));
}

TEST_F(GateTest, AFloorNeedsSamplesToBeMissedAndToBeMet) {
  rules.rules[0].floor = 0.9;
  for (const double time : {20e-6, 16e-6}) {
    Measurement few = measured("1", time);
    few.samples.resize(3);
    gpupeak::judge(few, testing::fake_device_info());
    EXPECT_THAT(message_of([&] { judge(report_of({few}), false); }), HasSubstr("too few samples (3)"));
  }
  rules.rules[0].min_samples = 21;
  EXPECT_THAT(message_of([&] { judge(report_of({measured("1", 20e-6)}), false); }), HasSubstr("too few samples (20)"));
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

// Pairs of runs whose candidate takes exp(r) times as long.
std::vector<Confirmation::Pair> pairs_of(const std::vector<double>& log_ratios) {
  std::vector<Confirmation::Pair> pairs;
  for (const double r : log_ratios)
    pairs.push_back({baseline_case(measured("1", 1e-3)), baseline_case(measured("1", 1e-3 * std::exp(r)))});
  return pairs;
}

std::vector<Measurement> ten(double factor, double of_the_fourth = 1) {
  std::vector<Measurement> all;
  for (int i = 0; i < 10; ++i)
    all.push_back(measured(std::to_string(i), factor * 1e-3 * (1 + i) * (i == 4 ? of_the_fourth : 1)));
  return all;
}

TEST_F(GateTest, AConfirmationDecides) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  const Report slower = report_of({measured("1", 1.1e-3), measured("2", 1e-3)});
  EXPECT_EQ(suspicious_cases({slower, "new", &baseline, "base", rules, "2026-01-01", false, false, nullptr}),
            std::vector<std::string>{"toy/n=1"});
  Confirmation confirmation;
  confirmed = &confirmation;
  for (const std::vector<double>& taken_back :
       {std::vector{0.001, -0.002, 0.001, 0.0, -0.001}, std::vector{0.1, -0.1, 0.02, 0.05, 0.04}}) {
    confirmation.pairs["toy/n=1"] = pairs_of(taken_back);
    EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::flaky);
    EXPECT_FALSE(judge(slower).failed());
  }
  confirmation.pairs["toy/n=1"] = pairs_of({0.09, 0.1, 0.08, 0.1, 0.11});
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
  confirmation.pairs.clear();
  confirmation.again["toy/n=1"] = baseline_case(measured("1", 1.0e-3));
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::flaky);
  confirmation.again["toy/n=1"] = baseline_case(measured("1", 1.1e-3));
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
}

TEST_F(GateTest, AConfirmationIsNotOutvotedByTheFirstRunAgainstAHistory) {
  for (int day = 0; day < 10; ++day) store(report_of({measured("1", 1e-3 * (1 + 0.0002 * day))}));
  Confirmation confirmation;
  confirmation.again["toy/n=1"] = baseline_case(measured("1", 1.001e-3));
  const Report slower = report_of({measured("1", 1.3e-3)});
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
  confirmed = &confirmation;
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::flaky);
}

TEST_F(GateTest, WhatCannotBeRunAgainFailsAsItStands) {
  store(report_of({measured("1", 1e-3)}));
  const Report slower = report_of({measured("1", 1.1e-3)});
  Confirmation confirmation;
  confirmed = &confirmation;
  confirmation.pairs["toy/n=1"] = pairs_of({0.1, 0.1, 0.1, 0.1});
  confirmation.lost["toy/n=1"] = "failed of the baseline's program";
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
  EXPECT_THAT(judge(slower).rows[0].reason, HasSubstr("could not be run again: failed of the baseline's program"));
  confirmation.failed["toy/n=1"] = "wrong: C[0] is NaN";
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::failed);
  EXPECT_TRUE(judge(slower).failed());
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
  const std::vector<std::string> again =
      suspicious_cases({slow_day, "new", &baseline, "base", rules, "2026-01-01", false, false, nullptr});
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

TEST_F(GateTest, AnEarlierPlateauIsForgotten) {
  for (const double level : {1.0, 0.9})
    for (int day = 0; day < 5; ++day) store(report_of({measured("1", level * 1e-3 * (1 + 0.0005 * day))}));
  EXPECT_EQ(judge(report_of({measured("1", 0.97e-3)})).rows[0].verdict, Verdict::regressed);
}

TEST_F(GateTest, AFloorThatCannotBeJudgedHidesNoRegression) {
  rules.rules[0].floor = 0.5;
  store(report_of({measured("1", 1e-3)}));
  Measurement slower = measured("1", 1.5e-3);
  slower.rated.reset();
  const GateResult result = judge(report_of({slower}));
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("ceiling is not known"));
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
  zeros.run.plan.data = DataKind::zeros;
  EXPECT_THAT(message(zeros), HasSubstr("data of operands"));
  Report newer = report;
  newer.tool.method = 99;
  EXPECT_THAT(message(newer), HasSubstr("method"));
  Report cold = report;
  cold.run.plan.cases[0].cache = Cache::cold;
  EXPECT_THAT(message(cold), HasSubstr("cache"));
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
  EXPECT_FALSE(judge(cold).failed());
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
