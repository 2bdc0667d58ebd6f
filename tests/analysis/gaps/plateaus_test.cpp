#include "analysis/gaps/plateaus.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/format.h"
#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

using Segments = std::vector<Segment>;

TEST(LevelSegments, AreTheStepsOfAStaircase) {
  EXPECT_EQ(level_segments({5, 5, 5, 5, 15, 15, 15, 70, 70, 70}), (Segments{{0, 3}, {4, 6}, {7, 9}}));
}

TEST(LevelSegments, LeaveOutTheRampBetweenTwoLevels) {
  EXPECT_EQ(level_segments({5, 5, 5, 5, 8, 14, 24, 40, 40, 40, 40}), (Segments{{0, 3}, {7, 10}}));
}

TEST(LevelSegments, FindNoneWhereACurveRisesSteadily) {
  for (const double factor : {1.04, 1.07, 1.15, 1.5, 2.0}) {
    std::vector<double> rising, falling;
    for (int i = 0; i < 20; ++i) rising.push_back(std::pow(factor, i)), falling.push_back(std::pow(factor, -i));
    EXPECT_TRUE(level_segments(rising).empty()) << factor;
    EXPECT_TRUE(level_segments(falling).empty()) << factor;
  }
}

TEST(LevelSegments, ACurveThatNeverMovesIsOneLevel) {
  EXPECT_EQ(level_segments(std::vector<double>(12, 3.0)), (Segments{{0, 11}}));
}

// Noise can look like a step or a slope: 95 of 100 curves is what five per cent of it leaves.
TEST(LevelSegments, AreFoundUnderNoise) {
  int right = 0;
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 0.05);
  for (int trial = 0; trial < 100; ++trial) {
    std::vector<double> values;
    for (const double level : {5.0, 15.0, 70.0, 150.0})
      for (int i = 0; i < 6; ++i) values.push_back(level * std::exp(noise(random)));
    const Segments found = level_segments(values, std::vector<double>(values.size(), 0.05));
    right += found == Segments{{0, 5}, {6, 11}, {12, 17}, {18, 23}};
  }
  EXPECT_GE(right, 95);
}

TEST(LevelSegments, ALevelWhosePointsAreUncertainIsNotCutToPieces) {
  const std::vector<double> values{5, 5, 5, 5, 15, 15, 15, 15, 150, 181, 140, 178, 155, 171};
  std::vector<double> precisions(values.size(), 0.005);
  std::fill(precisions.begin() + 8, precisions.end(), 0.2);
  EXPECT_EQ(level_segments(values, precisions), (Segments{{0, 3}, {4, 7}, {8, 13}}));
}

TEST(LevelSegments, TooFewPointsSayNothing) { EXPECT_TRUE(level_segments({5, 5, 5, 15, 15}).empty()); }

// On the scripted device: 32 KiB and 1 MiB for each of two cores, 8 MiB for both, 1 GHz.
Measurement plateaus_measured(const std::string& op, Bytes size, double value, int units) {
  Measurement m;
  m.id = Case("memory", {{"op", op}, {"size", text(size)}, {"rung", "a"}});
  m.views = {View::plateaus};
  m.work.units = units;
  m.work.working_set = size;
  if (op == "chase")
    m.work.steps = 1000;
  else
    m.work.add(Resource::dram, Bytes(1e9));
  const Seconds time(op == "chase" ? 1000 * value : 1e9 / value);
  for (int i = 0; i < 10; ++i) m.samples.push_back({time, 1, Hertz(1e9), 0});
  judge(m, testing::fake_device_info());
  return m;
}

Report curve(const std::string& op, int units, const std::vector<double>& values) {
  Report report;
  report.devices.push_back(testing::fake_device_info());
  Bytes size = kib(4);
  for (const double value : values) {
    report.measurements.push_back(plateaus_measured(op, size, value, units));
    size = size * 2;
  }
  return report;
}

const std::vector<double> latencies{5e-9,  5e-9,  5e-9,  5e-9,  15e-9, 15e-9,  15e-9,  15e-9,
                                    15e-9, 40e-9, 60e-9, 60e-9, 60e-9, 150e-9, 150e-9, 150e-9};  // 4 KiB to 128 MiB

TEST(Plateaus, AreNamedByTheCachesOfTheDevice) {
  const std::vector<Plateau> found = plateaus(curve("chase", 1, latencies));
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(text(found[0]), "L1 32 KiB: 5.000 ns (5.0 cycles), 4 KiB to 32 KiB");
  EXPECT_EQ(text(found[1]), "L2 1 MiB: 15.00 ns (15.0 cycles), 64 KiB to 1 MiB");
  EXPECT_EQ(text(found[2]), "L3 8 MiB: 60.00 ns (60.0 cycles), 4 MiB to 16 MiB");
  EXPECT_EQ(text(found[3]), "dram: 150.0 ns (150.0 cycles), 32 MiB to 128 MiB");
  EXPECT_EQ(found[0].curve, "memory/op=chase/rung=a");
  EXPECT_EQ(found[0].points, 4);
}

TEST(Plateaus, OfALaunchOnAllUnitsAreNamedByAllTheirCaches) {
  std::vector<double> bandwidths(5, 400e9);  // 4 KiB to 64 KiB: the first level of both cores
  bandwidths.insert(bandwidths.end(), 5, 200e9);
  const std::vector<Plateau> found = plateaus(curve("read", 2, bandwidths));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(text(found[0]), "L1 64 KiB: 400 GB/s, 4 KiB to 64 KiB");
  EXPECT_EQ(text(found[1]), "L2 2 MiB: 200 GB/s, 128 KiB to 2 MiB");
}

TEST(Plateaus, KeepCurvesApart) {
  Report report = curve("chase", 1, latencies);
  for (const Measurement& m : curve("read", 1, std::vector<double>(8, 1e11)).measurements)
    report.measurements.push_back(m);
  const std::vector<Plateau> found = plateaus(report);
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[4].curve, "memory/op=read/rung=a");
}

TEST(Plateaus, ASizeMetTwiceCountsOnce) {
  Report report = curve("chase", 1, {5e-9, 5e-9, 5e-9, 5e-9, 5e-9});
  report.measurements.push_back(report.measurements.front());
  EXPECT_TRUE(plateaus(report).empty());
}

TEST(Plateaus, LookAtWhatWasMeasuredAlone) {
  Report report = curve("chase", 1, latencies);
  for (Measurement& m : report.measurements) m.outcome = Outcome::wrong;
  EXPECT_TRUE(plateaus(report).empty());
  EXPECT_TRUE(plateaus(Report{}).empty());
}

}  // namespace
}  // namespace gpupeak
