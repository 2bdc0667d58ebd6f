#include "analysis/gate/trend.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/simulation/noise_model.h"

namespace gpupeak {
namespace {

std::vector<double> series(simulation::Random& random, size_t count, size_t step, double change, double noise) {
  std::vector<double> values;
  for (size_t i = 0; i < count; ++i)
    values.push_back(1e-3 * std::exp(noise * random.normal()) * (i >= step ? 1 + change : 1));
  return values;
}

TEST(Trend, FindsAStepAndWhereItLies) {
  simulation::Random random(1);
  int found = 0, placed = 0;
  for (int round = 0; round < 200; ++round) {
    const std::vector<Step> steps = steps_of(series(random, 20, 12, 0.05, 0.005));
    found += steps.size() == 1;
    if (steps.empty()) continue;
    placed += steps[0].job == 12;
    EXPECT_NEAR(steps[0].change, 0.05, 0.02);
  }
  EXPECT_GE(found, 194);
  EXPECT_GE(placed, 190);
}

TEST(Trend, FindsNoneWhereThereIsNoise) {
  simulation::Random random(2);
  size_t found = 0;
  for (int round = 0; round < 1000; ++round) found += steps_of(series(random, 20, 20, 0, 0.007)).size();
  EXPECT_LE(found, 5u);
}

TEST(Trend, IsNotFooledByOneOutlier) {
  simulation::Random random(3);
  std::vector<double> values = series(random, 20, 20, 0, 0.002);
  values[10] *= 1.5;
  EXPECT_TRUE(steps_of(values).empty());
}

TEST(Trend, OneDisturbedJobHidesNoStep) {
  simulation::Random random(3);
  std::vector<double> values = series(random, 20, 12, 0.05, 0.002);
  values[6] *= 2;
  const std::vector<Step> steps = steps_of(values);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].job, 12u);
}

TEST(Trend, FindsUpAndDown) {
  simulation::Random random(4);
  std::vector<double> values = series(random, 20, 8, 0.10, 0.002);
  for (size_t i = 14; i < 20; ++i) values[i] /= 1.10;
  const std::vector<Step> steps = steps_of(values);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].job, 8u);
  EXPECT_GT(steps[0].change, 0.08);
  EXPECT_EQ(steps[1].job, 14u);
  EXPECT_LT(steps[1].change, -0.07);
}

TEST(Trend, OfEqualTimesIsNone) { EXPECT_TRUE(steps_of(std::vector(20, 1e-3)).empty()); }

TEST(Trend, ShowsWhatCreptSinceThePinnedJob) {
  simulation::Random random(5);
  BaselineClass history;
  for (int i = 0; i < 20; ++i) {
    BaselineJob job;
    job.pinned = i == 0;
    BaselineCase c;
    c.time_s = {1e-3 * (1 + 0.0014 * i) * std::exp(0.002 * random.normal())};
    job.cases["toy/n=1"] = c;
    history.jobs.push_back(job);
  }
  const Trend trend = trend_of(history);
  EXPECT_EQ(trend.cases, 1u);
  EXPECT_TRUE(trend.steps.empty()) << "none is large enough";
  ASSERT_EQ(trend.creeps.size(), 1u);
  EXPECT_NEAR(trend.creeps[0].change, 0.0245, 0.006);
  history.jobs.resize(7);
  EXPECT_EQ(trend_of(history).cases, 0u) << "too short";
}

}  // namespace
}  // namespace gpupeak
