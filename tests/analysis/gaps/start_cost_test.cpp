#include "analysis/gaps/start_cost.h"

#include <gtest/gtest.h>

#include <cmath>

#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

TEST(LineOf, IsTheLineThatPointsLieOn) {
  const Line line = line_of({0, 1, 10, 100}, {2, 2.5, 7, 52});
  EXPECT_NEAR(line.at_zero, 2, 1e-12);
  EXPECT_NEAR(line.slope, 0.5, 1e-12);
}

// Absolute residuals would let the largest alone decide; the small ones tell what a start costs.
TEST(LineOf, MissesSmallAndLargeBySimilarShares) {
  const Line line = line_of({0, 0, 1e6, 1e6}, {0.9, 1.1, 9e5, 1.1e6});
  EXPECT_NEAR(line.at_zero, 1, 0.03);
  EXPECT_NEAR(line.slope, 1, 0.03);
}

TEST(LineOf, HasNoNegativeStartAndNoNegativeSlope) {
  EXPECT_EQ(line_of({1, 2, 4}, {0.5, 2, 5}).at_zero, 0);
  EXPECT_GT(line_of({1, 2, 4}, {0.5, 2, 5}).slope, 0);
  EXPECT_EQ(line_of({1, 2, 4}, {5, 2, 1}).slope, 0);
}

TEST(LineOf, PointsThatDoNotDifferTellNoSlope) {
  const Line line = line_of({3, 3}, {2, 2});
  EXPECT_NEAR(line.at_zero, 2, 1e-12);
  EXPECT_EQ(line.slope, 0);
}

Report launches(const std::vector<double>& bytes, double start, double rate, double steps = 1) {
  Report report;
  report.devices = {testing::fake_device_info()};
  for (const double size : bytes) {
    Measurement m;
    m.id = Case("launch", {{"op", "queued"}, {"size", std::to_string(static_cast<int64_t>(size))}, {"rung", "kernel"}});
    m.views = {View::start_cost};
    m.outcome = Outcome::measured;
    m.work.steps = steps;
    m.work.add(Resource::dram, Bytes(size * steps));
    for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(steps * (start + size / rate)), 1, std::nullopt, 0});
    judge(m, report.devices[0]);
    m.outcome = Outcome::measured;
    report.measurements.push_back(std::move(m));
  }
  return report;
}

TEST(StartCosts, TellWhatAStartCostsFromWhatBytesCost) {
  for (const double chain : {1.0, 64.0}) {
    const std::vector<StartCost> found = start_costs(launches({16, 4096, 65536, 1 << 20, 1 << 24}, 2e-6, 1e12, chain));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NEAR(found[0].start.value, 2e-6, 1e-12);
    EXPECT_NEAR(found[0].rate.value, 1e12, 1e6);
    EXPECT_LT(found[0].worst, 1e-9);
    EXPECT_EQ(found[0].points, 5);
    EXPECT_EQ(text(found[0]), "2.000 us + bytes / 1.00 TB/s, half speed at 1.91 MiB; fits 5 sizes within 0.0 %");
  }
}

TEST(StartCosts, ThreeSizesOrNoBytesToTellSayNothing) {
  EXPECT_TRUE(start_costs(launches({16, 4096, 65536}, 2e-6, 1e12)).empty());
  EXPECT_TRUE(start_costs(launches({16, 16, 16, 16}, 2e-6, 1e12)).empty());
  EXPECT_TRUE(start_costs(launches({4096, 65536, 1 << 20, 1 << 24}, 0, 1e12)).empty());
}

TEST(StartCosts, OfOtherSuitesAndFailedCasesAreNone) {
  Report report = launches({16, 4096, 65536, 1 << 20}, 2e-6, 1e12);
  for (Measurement& m : report.measurements) m.outcome = Outcome::failed;
  EXPECT_TRUE(start_costs(report).empty());
}

}  // namespace
}  // namespace gpupeak
