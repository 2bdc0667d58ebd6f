#include "statistics/moderation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "statistics/student_t.h"

namespace gpupeak {
namespace {

// Samples of ten values each whose true variances are those given.
std::vector<Variance> sampled(const std::vector<double>& variances, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<Variance> all;
  for (const double variance : variances) {
    std::vector<double> values(10);
    for (double& value : values) value = std::sqrt(variance) * normal(random);
    all.push_back({moments(values).variance, 9});
  }
  return all;
}

Variance prior_of_all(const std::vector<Variance>& all) {
  std::vector<LogVariance> told;
  for (const Variance& one : all) told.push_back(log_of(one));
  return prior_of(told);
}

TEST(Moderation, OfAlikeSamplesKnowsTheirVarianceWell) {
  const Variance prior = prior_of_all(sampled(std::vector<double>(200, 4.0), 1));
  EXPECT_NEAR(prior.value, 4, 0.4);
  EXPECT_GT(prior.degrees, 30);
}

TEST(Moderation, OfSamplesThatDifferCountsForLittle) {
  std::vector<double> variances;
  for (int i = 0; i < 200; ++i) variances.push_back(std::pow(10.0, i % 5));
  EXPECT_LT(prior_of_all(sampled(variances, 2)).degrees, 2);
}

// A hundredfold variance among alike ones: neither do they hide it, nor does it move them.
TEST(Moderation, LetsOneThatIsUnlikeTheOthersGoByItself) {
  std::vector<double> variances(100, 1.0);
  variances.back() = 100;
  const std::vector<Variance> all = sampled(variances, 3);
  const Variance prior = prior_of_all(all);
  EXPECT_NEAR(prior.value, 1, 0.2);
  const Variance noisy = moderated(all.back(), prior), calm = moderated(all.front(), prior);
  EXPECT_EQ(noisy.value, all.back().value);
  EXPECT_EQ(noisy.degrees, 9);
  EXPECT_NEAR(calm.value, 1, 0.3);
  EXPECT_GT(calm.degrees, 30);
}

TEST(Moderation, OfTwoIsNothingAndOfSevenLittle) {
  EXPECT_EQ(prior_of_all(sampled({1, 1}, 4)).degrees, 0);
  EXPECT_EQ(prior_of_all(sampled(std::vector<double>(7, 1.0), 4)).degrees, 4);
  const Variance own{2, 5};
  EXPECT_EQ(moderated(own, {}).value, 2);
  EXPECT_EQ(moderated({}, own).degrees, 5);
}

TEST(Moderation, OfARatioIsThatOfTheTwo) {
  const LogVariance ratio = log_ratio({8, 20}, {2, 20});
  EXPECT_NEAR(std::exp(ratio.median), 4, 1e-12);
  EXPECT_NEAR(ratio.sampling, 2 * log_of({1, 20}).sampling, 1e-12);
  EXPECT_NEAR(log_of({1, 20}).sampling, 0.10516633568168574, 1e-9) << "trigamma(10)";
}

}  // namespace
}  // namespace gpupeak
