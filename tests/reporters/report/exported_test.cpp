#include "reporters/report/exported.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using testing::example_report;

TEST(Exported, NamesTheDeviceOnlyWhereThereAreSeveral) {
  Report report = example_report();
  const std::string id = report.measurements[0].id.id();
  EXPECT_EQ(name_in(report, report.measurements[0]), id);
  report.devices.push_back(report.devices[0]);
  report.devices[1].index = 1;
  report.measurements[0].device = 1;
  EXPECT_EQ(name_in(report, report.measurements[0]), "host1/" + id);
}

TEST(Exported, ADeviceThatIsNotDescribedHasItsNumber) {
  Report report = example_report();
  report.measurements[0].device = 7;
  EXPECT_EQ(place_of(report, report.measurements[0]), "device7");
  report.measurements[0].device = -1;
  EXPECT_EQ(device_of(report, report.measurements[0]), nullptr);
}

TEST(Exported, TimeIsThatOfAllLaunchesOfAllSamples) {
  Measurement m = testing::example_measurement("toy", {}, {}, Seconds(0.5), 0, 4);
  EXPECT_DOUBLE_EQ(timed_seconds(m), 4 * 10 * 0.5);
  m.samples[0].time = Seconds(NAN);
  EXPECT_EQ(timed_seconds(m), 0);
}

TEST(Exported, ARateIsLowWhereTheMedianIsHigh) {
  Work work;
  work.add(Resource::fp32, FlopCount(100));
  Measurement m = testing::example_measurement("toy", {}, work, Seconds(1));
  m.stats->median_interval = Interval{0.5, 2, 0.99};
  const auto rate = AtInterval(m).of(*metric_named("flop_rate_flops_per_s"));
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->low, 50);
  EXPECT_DOUBLE_EQ(rate->high, 200);
  EXPECT_DOUBLE_EQ(AtInterval(m).of(*metric_named("median_s"))->high, 2);
  EXPECT_FALSE(AtInterval(m).of(*metric_named("clock_hz"))) << "it does not follow from the median";
}

TEST(Exported, SaysWhatBecameOfTheCases) {
  EXPECT_EQ(outcome_counts(example_report()), "15 of 23 cases measured, 5 skipped, 1 wrong, 1 failed, 1 implausible");
  EXPECT_EQ(outcome_counts(Report{}), "0 of 0 cases measured");
}

TEST(Exported, SuitesKeepTheOrderOfTheReport) {
  const Report report = example_report();
  const auto suites = by_suite(report);
  ASSERT_EQ(suites.size(), 3u);
  EXPECT_EQ(suites[0].suite, "throughput");
  EXPECT_EQ(suites[2].suite, "matmul");
  EXPECT_EQ(suites[2].place, "host0");
}

TEST(Exported, ACaseWithoutAxesIsNamedLikeItsSuite) {
  EXPECT_EQ(axes_in(Case("toy")), "toy");
  EXPECT_EQ(axes_in(Case("toy", {{"n", "1"}})), "n=1");
}

}  // namespace
}  // namespace gpupeak
