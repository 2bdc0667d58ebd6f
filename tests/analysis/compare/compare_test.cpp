#include "analysis/compare/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "method/judge.h"
#include "statistics/student_t.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

Measurement compare_measured(const std::string& n, double time, int process = 0) {
  Measurement m;
  m.id = Case("toy", {{"n", n}});
  m.work.add(Resource::fp32, FlopCount(1));
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(time * (1 + 0.001 * i)), 1, std::nullopt, process});
  judge(m, testing::fake_device_info());
  return m;
}

Report compare_report(std::vector<Measurement> measurements) {
  Report report;
  report.devices.push_back(testing::fake_device_info());
  report.run.state = "complete";
  report.measurements = std::move(measurements);
  return report;
}

TEST(Compare, GivesTheRatioOfBToA) {
  const CompareTable table = compare(compare_report({compare_measured("1", 1e-3), compare_measured("2", 1e-3)}), "a",
                                     compare_report({compare_measured("1", 2e-3), compare_measured("2", 0.5e-3)}), "b");
  ASSERT_EQ(table.cases.size(), 2u);
  EXPECT_NEAR(*table.cases[0].ratio, 2, 1e-9);
  EXPECT_NEAR(*table.cases[1].ratio, 0.5, 1e-9);
  EXPECT_NEAR(*table.geometric_mean, 1, 1e-9);
  EXPECT_LT(table.cases[0].interval->low, 2);
  EXPECT_GT(table.cases[0].interval->high, 2);
  EXPECT_TRUE(table.differences.empty());
}

TEST(Compare, SaysWhyThereIsNoRatio) {
  Measurement wrong = compare_measured("2", 1);
  wrong.outcome = Outcome::wrong;
  wrong.reason = "C[0,0] is NaN";
  Measurement more_work = compare_measured("4", 1);
  more_work.work.add(Resource::fp32, FlopCount(1));
  const CompareTable table =
      compare(compare_report({compare_measured("1", 1), compare_measured("2", 1), compare_measured("4", 1)}), "old",
              compare_report({wrong, compare_measured("3", 1), more_work}), "new");
  ASSERT_EQ(table.cases.size(), 4u);
  EXPECT_EQ(table.cases[0].note, "only in old");
  EXPECT_EQ(table.cases[1].note, "wrong in new: C[0,0] is NaN");
  EXPECT_EQ(table.cases[2].note, "the two did different work (1 flop of fp32 / 2 flop)");
  EXPECT_EQ(table.cases[2].other_work, "1 flop of fp32 / 2 flop");
  EXPECT_EQ(table.cases[3].note, "only in new");
  for (const ComparedCase& row : table.cases) EXPECT_FALSE(row.ratio);
  EXPECT_FALSE(table.geometric_mean);
}

TEST(Compare, RefusesOtherPoliciesOfTheSameDevicesClock) {
  Report a = compare_report({compare_measured("1", 1)}), b = a;
  a.devices[0].clock_policy = "governor performance";
  EXPECT_THAT(compare(a, "a", b, "b").unlike, ::testing::IsEmpty()) << "one of them is unknown";
  b.devices[0].clock_policy = "governor powersave";
  EXPECT_THAT(
      compare(a, "a", b, "b").unlike,
      ::testing::ElementsAre("policy of Scripted Device 3000's clock: governor performance / governor powersave"));
  b.devices[0].name = "Another";
  EXPECT_THAT(compare(a, "a", b, "b").unlike, ::testing::IsEmpty()) << "other hardware is compared as it stands";
}

// The samples of one process tell nothing of the next one.
TEST(Compare, AssumesNoiseBetweenProcessesWhereTooFewTellIt) {
  const CompareTable one =
      compare(compare_report({compare_measured("1", 1)}), "a", compare_report({compare_measured("1", 1.02)}), "b");
  EXPECT_TRUE(one.noise_assumed);
  EXPECT_LT(one.cases[0].interval->low, 0.99);
  EXPECT_GT(one.cases[0].interval->high, 1.05);
  const auto five = [](double time) {
    Measurement m = compare_measured("1", time);
    for (int process = 1; process < 5; ++process)
      for (const Sample& sample : compare_measured("1", time * (1 + 0.0001 * process), process).samples)
        m.samples.push_back(sample);
    judge(m, testing::fake_device_info());
    Report report = compare_report({m});
    report.run.processes = 5;
    return report;
  };
  const CompareTable pooled = compare(five(1), "a", five(1.02), "b");
  EXPECT_FALSE(pooled.noise_assumed);
  EXPECT_GT(pooled.cases[0].interval->low, 1.015);
}

TEST(Compare, CountsProcessesNotSamplesAsEvidence) {
  Measurement pooled = compare_measured("1", 1);
  for (int process = 1; process < 3; ++process) {
    const Measurement more = compare_measured("1", 1.5, process);
    pooled.samples.insert(pooled.samples.end(), more.samples.begin(), more.samples.end());
  }
  judge(pooled, testing::fake_device_info());
  const CompareTable table = compare(compare_report({pooled}), "a", compare_report({pooled}), "b");
  EXPECT_LT(table.cases[0].interval->confidence, 0.95);  // 3 v 3 cannot prove more
  EXPECT_GE(table.cases[0].interval->high, 1.4);
}

// One sample each, of which a tool told this much.
CompareTable compared_told(double a, double b, std::optional<Summary> of_a, std::optional<Summary> of_b) {
  const auto report = [](double time, const std::optional<Summary>& summary) {
    Measurement m;
    m.id = Case("tool", {{"name", "copy"}});
    m.samples = {{Seconds(time), 1, std::nullopt, 0}};
    m.summary = summary;
    judge(m, testing::fake_device_info());
    return compare_report({m});
  };
  return compare(report(a, of_a), "a", report(b, of_b), "b");
}

TEST(Compare, OfOneSampleWithoutASpreadShowsTheRatioAndNoInterval) {
  const Summary known{100, Seconds(1e-6)};
  for (const auto& [of_a, of_b] : {std::pair<std::optional<Summary>, std::optional<Summary>>{},
                                   {known, std::nullopt},
                                   {known, Summary{1, Seconds(1e-6)}},
                                   {known, Summary{100, std::nullopt}}}) {
    const CompareTable table = compared_told(1e-3, 2e-3, of_a, of_b);
    EXPECT_EQ(table.cases[0].ratio, 2);
    EXPECT_FALSE(table.cases[0].interval);
    EXPECT_FALSE(surely_differs(table.cases[0]));
    EXPECT_EQ(table.noise_unknown, 1);
    EXPECT_FALSE(table.noise_assumed);
    EXPECT_NEAR(*table.geometric_mean, 2, 1e-12);
  }
}

// nvbench with 25 % of noise in 100 launches: 5 % is none. Standard errors of 1.2533 x 2.5 % add in squares, and 1 % of
// noise between the processes of each.
TEST(Compare, UsesTheSpreadThatAToolTold) {
  const CompareTable table =
      compared_told(1e-3, 1.05e-3, Summary{100, Seconds(0.25e-3)}, Summary{100, Seconds(0.2625e-3)});
  EXPECT_FALSE(surely_differs(table.cases[0]));
  const double told = 2.6008 * 1.2533 * 0.025 * std::sqrt(2.0), between = 2.5758 * 0.01 * std::sqrt(2.0);
  EXPECT_NEAR(std::log(table.cases[0].interval->high / 1.05), std::hypot(told, between), 1e-4);
  EXPECT_TRUE(table.noise_assumed);
  EXPECT_TRUE(
      surely_differs(compared_told(1e-3, 1.05e-3, Summary{100, Seconds(1e-5)}, Summary{100, Seconds(1e-5)}).cases[0]));
}

// Pairs in which nothing changed: 1 % of noise between processes, 0.3 to 30 % within, as many launches as tools make.
TEST(Compare, StarsAlmostNothingOfWhatIsNoiseAlone) {
  std::mt19937_64 random(20261130);
  std::normal_distribution<double> normal;
  int starred = 0;
  constexpr int pairs = 4000;
  for (int pair = 0; pair < pairs; ++pair) {
    const double deviation = 0.003 * std::pow(100, (pair % 10) / 9.0);
    const int64_t count = std::array<int64_t, 4>{5, 20, 100, 1000}[static_cast<size_t>(pair / 10 % 4)];
    const auto side = [&] {
      std::vector<double> times;
      const double process = 0.01 * normal(random);
      for (int64_t i = 0; i < count; ++i) times.push_back(std::exp(process + deviation * normal(random)));
      return std::pair(median(times), std::sqrt(moments(times).variance));
    };
    const auto [a, told_a] = side();
    const auto [b, told_b] = side();
    starred +=
        surely_differs(compared_told(a, b, Summary{count, Seconds(told_a)}, Summary{count, Seconds(told_b)}).cases[0]);
    EXPECT_FALSE(surely_differs(compared_told(a, b, {}, {}).cases[0]));
  }
  EXPECT_LE(starred, pairs / 100);
}

TEST(Compare, HoldsToldSpreadsAgainstSamples) {
  Measurement one = compare_measured("1", 1.05);
  one.samples.resize(1);
  one.summary = Summary{10, Seconds(0.003)};
  judge(one, testing::fake_device_info());
  const CompareTable table = compare(compare_report({compare_measured("1", 1)}), "a", compare_report({one}), "b");
  ASSERT_TRUE(table.cases[0].interval);
  EXPECT_LT(table.cases[0].interval->low, table.cases[0].ratio);
  EXPECT_TRUE(surely_differs(table.cases[0]));
}

TEST(Compare, IsSureOfNothingThatFewSamplesSay) {
  const auto three = [](double time) {
    Measurement m = compare_measured("1", time);
    m.samples.resize(3);
    judge(m, testing::fake_device_info());
    return compare_report({m});
  };
  const CompareTable table = compare(three(1), "a", three(1.5), "b");
  EXPECT_NEAR(table.cases[0].interval->confidence, 0.9, 1e-12) << "3 v 3";
  EXPECT_FALSE(surely_differs(table.cases[0]));
}

// A report of two devices, each with its uuid, that take so long.
Report on_two(const std::vector<std::pair<std::string, double>>& devices) {
  Report report = compare_report({});
  report.devices.clear();
  for (const auto& [uuid, time] : devices) {
    report.devices.push_back(testing::fake_device_info());
    report.devices.back().uuid = uuid;
    report.devices.back().index = static_cast<int>(report.devices.size()) - 1;
    report.measurements.push_back(compare_measured("1", time));
    report.measurements.back().device = report.devices.back().index;
  }
  return report;
}

TEST(Compare, ShowsWhichOfTwoDevicesGotSlower) {
  for (const auto& [first, second] : {std::pair("", ""), std::pair("GPU-x", "GPU-y")}) {
    const CompareTable table = compare(on_two({{first, 1}, {second, 2}}), "a", on_two({{first, 1}, {second, 3}}), "b");
    ASSERT_EQ(table.cases.size(), 2u);
    EXPECT_EQ(table.cases[0].id, "toy/n=1/device=0");
    EXPECT_NEAR(*table.cases[0].ratio, 1, 1e-9);
    EXPECT_EQ(table.cases[1].id, "toy/n=1/device=1");
    EXPECT_NEAR(*table.cases[1].ratio, 1.5, 1e-9);
  }
}

TEST(Compare, MindsNoOrderOfDevicesOrCases) {
  const Report a = on_two({{"GPU-x", 1}, {"GPU-y", 2}});
  Report b = on_two({{"GPU-y", 2}, {"GPU-x", 1}});
  b.devices[0].clock_policy = b.devices[1].clock_policy = "locked";
  EXPECT_THAT(compare(a, "a", b, "b").differences, ::testing::IsEmpty());
  for (const ComparedCase& one : compare(a, "a", b, "b").cases) EXPECT_NEAR(*one.ratio, 1, 1e-9) << one.id;
  b = a;
  std::swap(b.measurements[0], b.measurements[1]);
  for (const ComparedCase& one : compare(a, "a", b, "b").cases) EXPECT_NEAR(*one.ratio, 1, 1e-9) << one.id;
}

TEST(Compare, HoldsADeviceThatOneSideLacksAgainstNone) {
  const Report two = on_two({{"GPU-y", 2}, {"GPU-x", 1}}), one = on_two({{"GPU-x", 1}});
  const CompareTable more = compare(one, "a", two, "b");
  ASSERT_EQ(more.cases.size(), 2u);
  EXPECT_NEAR(*more.cases[0].ratio, 1, 1e-9);
  EXPECT_EQ(more.cases[1].id, "toy/n=1/device=1");
  EXPECT_EQ(more.cases[1].note, "only in b");
  const CompareTable less = compare(two, "a", one, "b");
  EXPECT_EQ(less.cases[0].note, "only in a");
  EXPECT_NEAR(*less.cases[1].ratio, 1, 1e-9);
}

TEST(Compare, HoldsTheOneDeviceOfEachReportAgainstTheOther) {
  Report second = on_two({{"GPU-x", 1}, {"GPU-y", 2}});
  second.measurements.erase(second.measurements.begin());  // measured on device 1 alone
  const CompareTable table = compare(on_two({{"GPU-x", 1}}), "a", second, "b");
  ASSERT_EQ(table.cases.size(), 1u);
  EXPECT_EQ(table.cases[0].id, "toy/n=1");
  EXPECT_NEAR(*table.cases[0].ratio, 2, 1e-9);
}

TEST(Compare, HoldsThePolicyOfAClockAgainstThatOfTheSameDevice) {
  Report a = on_two({{"GPU-x", 1}, {"GPU-y", 2}});
  a.devices[0].clock_policy = "locked";
  a.devices[1].clock_policy = "free";
  EXPECT_THAT(compare(a, "a", a, "b").unlike, ::testing::IsEmpty());
}

TEST(Compare, ListsWhatDiffersBesideTheTimes) {
  Report a = compare_report({}), b = compare_report({});
  b.devices[0].name = "Another";
  a.run.schedule.preset = b.run.schedule.preset = "quick";
  b.run.schedule.seed = 7;
  EXPECT_EQ(compare(a, "a", b, "b").differences,
            (std::vector<std::string>{"device: fake Scripted Device 3000 / fake Another", "seed: 1 / 7"}));
}

}  // namespace
}  // namespace gpupeak
