#include "analysis/noise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/simulation/noise_model.h"

namespace gpupeak {
namespace {

BaselineClass history(int jobs, double between, double within) {
  simulation::Random random(3);
  BaselineClass one;
  for (int i = 0; i < jobs; ++i) {
    BaselineJob job;
    for (int n = 0; n < 20; ++n) {
      const double offset = between * random.normal();
      BaselineCase c;
      for (int run = 0; run < 5; ++run) c.time_s.push_back(1e-3 * std::exp(offset + within * random.normal()));
      job.cases["toy/n=" + std::to_string(n)] = c;
    }
    one.jobs.push_back(job);
  }
  return one;
}

TEST(Noise, FindsTheDeviationsThatWerePutIn) {
  const NoiseTable table = noise_table(history(20, 0.01, 0.002), 0.03);
  ASSERT_EQ(table.cases.size(), 20u);
  double runs = 0, jobs = 0;
  for (const CaseNoise& c : table.cases) {
    EXPECT_EQ(c.jobs, 20u);
    EXPECT_EQ(c.runs, 100u);
    runs += c.between_runs / 20;
    jobs += c.between_jobs / 20;
  }
  EXPECT_NEAR(runs, 0.002, 0.0002);
  EXPECT_NEAR(jobs, 0.01, 0.001);
}

TEST(Noise, LetsAGateSeeLessWhereThereIsMore) {
  const double quiet = noise_table(history(10, 0.001, 0.001), 0.03).cases[0].smallest;
  const double loud = noise_table(history(10, 0.02, 0.001), 0.03).cases[0].smallest;
  EXPECT_GT(quiet, 0.03);
  EXPECT_LT(quiet, 0.035);
  EXPECT_GT(loud, 0.06);
}

TEST(Noise, ExpectsMoreFalseAlarmsWhereThereIsMore) {
  EXPECT_LT(noise_table(history(10, 0.001, 0.001), 0.03).expected_false_alarms, 1e-6);
  const double loud = noise_table(history(10, 0.02, 0.001), 0.03).expected_false_alarms;
  EXPECT_GT(loud, 0.5);
  EXPECT_LT(loud, 4);
}

TEST(Noise, NeedsThreeJobs) {
  EXPECT_TRUE(noise_table(history(2, 0.01, 0.01), 0.03).cases.empty());
  EXPECT_TRUE(noise_table({}, 0.03).cases.empty());
}

}  // namespace
}  // namespace gpupeak
