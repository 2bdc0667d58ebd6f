#include "analysis/gate/noise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "analysis/gate/decide.h"
#include "statistics/student_t.h"
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

// Of jobs of one process each.
double log_mean_of(const std::vector<Job>& jobs) {
  std::vector<double> logs;
  for (const Job& job : jobs) logs.push_back(std::log(job.front()));
  return moments(logs).mean;
}

TEST(Noise, FindsTheDeviationsThatWerePutIn) {
  const NoiseTable table = noise_table(history(20, 0.01, 0.002), 0.03);
  ASSERT_EQ(table.cases.size(), 20u);
  double runs = 0, jobs = 0;
  for (const CaseNoise& c : table.cases) {
    EXPECT_EQ(c.jobs, 20u);
    EXPECT_EQ(c.runs, 100u);
    runs += c.between_runs.value() / 20;
    jobs += c.between_jobs / 20;
  }
  EXPECT_NEAR(runs, 0.002, 0.0002);
  EXPECT_NEAR(jobs, 0.01, 0.001);
}

TEST(Noise, BetweenRunsIsUnknownWhereJobsAreOfOne) {
  BaselineClass single = history(6, 0.01, 0);
  for (BaselineJob& job : single.jobs)
    for (auto& [id, one] : job.cases) one.time_s.resize(1);
  for (const CaseNoise& c : noise_table(single, 0.03).cases) EXPECT_FALSE(c.between_runs) << c.id;
}

TEST(Noise, LetsAGateSeeLessWhereThereIsMore) {
  const double quiet = noise_table(history(10, 0.001, 0.001), 0.03).cases[0].smallest;
  const double loud = noise_table(history(10, 0.02, 0.001), 0.03).cases[0].smallest;
  EXPECT_GT(quiet, 0.03);
  EXPECT_LT(quiet, 0.035);
  EXPECT_GT(loud, 0.06);
}

// That it is as many as there are, the simulation sees (tests/simulation).
TEST(Noise, TellsMoreFalseAlarmsWhereThereIsMoreNoise) {
  EXPECT_LT(noise_table(history(10, 0.001, 0.001), 0.03).expected_false_alarms, 1e-6);
  const double noisy = noise_table(history(10, 0.006, 0.001), 0.03).expected_false_alarms;
  const double very_noisy = noise_table(history(10, 0.02, 0.001), 0.03).expected_false_alarms;
  EXPECT_GT(noisy, 1e-6);
  EXPECT_LT(noisy, very_noisy);
  EXPECT_LT(very_noisy, 0.02);
}

// The smallest slowdown that it says a gate finds is found in nine of ten, confirmation and all.
TEST(Noise, TellsWhatAConfirmedGateFinds) {
  for (const double sigma : {0.002, 0.01, 0.02}) {
    History history{.counted = 10, .between_jobs = {sigma * sigma, 1e6}};
    const double slower = std::log1p(smallest_found(10, history.between_jobs, 0.03));
    simulation::Random random(8);
    constexpr int rows = 2'000;
    int found = 0;
    for (int row = 0; row < rows; ++row) {
      history.jobs.clear();
      for (int job = 0; job < 10; ++job) history.jobs.push_back({std::exp(sigma * random.normal())});
      history.mean = log_mean_of(history.jobs);
      const auto now = [&] { return Job{std::exp(slower + sigma * random.normal())}; };
      const Job first = now();
      found += decide(history, {first}, 0.03).suspicious &&
               decide(history, {first, now()}, 0.03).verdict == Verdict::regressed;
    }
    EXPECT_GE(found, 0.9 * rows) << sigma;
    EXPECT_LE(found, 0.985 * rows) << "and hardly smaller ones would be: " << sigma;
  }
}

TEST(Noise, IsThatSinceTheLastStepAsAGateSeesIt) {
  BaselineClass stepped = history(12, 0.002, 0.001);
  for (size_t i = 6; i < stepped.jobs.size(); ++i)
    for (auto& [id, one] : stepped.jobs[i].cases)
      for (double& time : one.time_s) time *= 1.1;
  const NoiseTable table = noise_table(stepped, 0.03);
  ASSERT_EQ(table.cases.size(), 20u);
  for (const CaseNoise& c : table.cases) {
    EXPECT_EQ(c.jobs, 6u);
    EXPECT_LT(c.between_jobs, 0.01);
  }
}

TEST(Noise, NeedsFourJobs) {
  EXPECT_TRUE(noise_table(history(3, 0.01, 0.01), 0.03).cases.empty());
  EXPECT_FALSE(noise_table(history(4, 0.01, 0.01), 0.03).cases.empty());
  EXPECT_TRUE(noise_table({}, 0.03).cases.empty());
}

}  // namespace
}  // namespace gpupeak
