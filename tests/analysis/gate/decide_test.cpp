#include "analysis/gate/decide.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gpupeak {
namespace {

constexpr double limit = 0.03;

Job decide_job(double time, double spread = 0.001, int runs = 5) {
  Job result;
  for (int i = 0; i < runs; ++i) result.push_back(time * (1 + spread * (i - (runs - 1) / 2.0)));
  return result;
}

std::vector<Job> jobs(int count, double spread) {
  std::vector<Job> result;
  for (int i = 0; i < count; ++i) result.push_back(decide_job(1 + spread * ((i * 7) % count - (count - 1) / 2.0)));
  return result;
}

TEST(Decide, FiveRunsAgainstFiveFindTenPercent) {
  const Decision slower = decide({{decide_job(1)}, {decide_job(1.10)}}, limit);
  EXPECT_EQ(slower.verdict, Verdict::regressed);
  EXPECT_NEAR(slower.worse.estimate, 1.10, 0.002);
  EXPECT_EQ(decide({{decide_job(1.10)}, {decide_job(1)}}, limit).verdict, Verdict::improved);
  EXPECT_EQ(decide({{decide_job(1)}, {decide_job(1.001)}}, limit).verdict, Verdict::same);
}

// What runs of one job share is not known from one job.
TEST(Decide, OneJobIsNotTrustedBelowFivePercent) {
  const Decision decision = decide({{decide_job(1)}, {decide_job(1.04)}}, limit);
  EXPECT_NE(decision.verdict, Verdict::regressed);
  EXPECT_DOUBLE_EQ(decision.limit, 0.05);
  EXPECT_TRUE(decision.suspicious);
}

TEST(Decide, ThreeRunsCannotTellAndSayHowManyCould) {
  const Decision decision = decide({{decide_job(1, 0.001, 3)}, {decide_job(1.2, 0.001, 3)}}, limit);
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_EQ(decision.runs_to_decide, 5);
  EXPECT_FALSE(decision.reason.empty());
}

// All of n above all of m others has a chance of 1 / (n + m choose m), and nothing has less.
TEST(Decide, KnowsWhereNoRunCouldTell) {
  const auto few = [](int stored, int runs_of_each, int runs) {
    std::vector<Job> history;
    for (int i = 0; i < stored; ++i) history.push_back(decide_job(1 + 0.0001 * i, 0.001, runs_of_each));
    return decide({history, {decide_job(1.2, 0.001, runs)}}, limit).too_few;
  };
  EXPECT_TRUE(few(1, 4, 4)) << "1/70";
  EXPECT_FALSE(few(1, 5, 5)) << "1/252";
  EXPECT_TRUE(few(3, 5, 1)) << "1/16";
  EXPECT_FALSE(few(3, 5, 2)) << "1/136";
  EXPECT_FALSE(few(4, 1, 1)) << "a history needs no ranks";
}

TEST(Decide, AHistoryFindsThreePercent) {
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_EQ(decide({history, {decide_job(1.035)}}, limit).verdict, Verdict::regressed);
  EXPECT_EQ(decide({history, {decide_job(1.035)}}, limit).limit, limit);
  EXPECT_EQ(decide({history, {decide_job(1.02)}}, limit).verdict, Verdict::same);
  EXPECT_EQ(decide({history, {decide_job(0.96)}}, limit).verdict, Verdict::improved);
}

TEST(Decide, ANoisyHistoryIsInconclusiveAndSaysHowManyJobsWouldDecide) {
  const Decision decision = decide({jobs(10, 0.005), {decide_job(1.05)}}, limit);
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_TRUE(decision.suspicious);
  ASSERT_TRUE(decision.runs_to_decide);
  EXPECT_GT(*decision.runs_to_decide, 1);
}

// Four jobs that happen to agree are not without noise where the others of the suite have some.
TEST(Decide, TheNoiseOfTheSuiteModeratesAShortHistory) {
  const Evidence evidence{jobs(4, 0.00001), {decide_job(1.031)}};
  EXPECT_EQ(decide(evidence, limit).verdict, Verdict::regressed);
  EXPECT_EQ(decide(evidence, limit, Noise{0.02 * 0.02}).verdict, Verdict::inconclusive);
}

// The mean of the two would be worse by more than the limit.
TEST(Decide, OneOfTwoJobsIsNotOutvotedByTheOther) {
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_EQ(decide({history, {decide_job(1.2), decide_job(1.001)}}, limit).verdict, Verdict::inconclusive);
  EXPECT_EQ(decide({history, {decide_job(1.2), decide_job(1.05)}}, limit).verdict, Verdict::regressed);
}

TEST(Decide, AJobOfFewerRunsThanTheBaselinesIsLessSure) {
  std::vector<Job> history;
  for (int i = 0; i < 10; ++i) history.push_back(decide_job(1 + 0.0003 * (i % 3), 0.01));
  EXPECT_EQ(decide({history, {decide_job(1.04, 0.01, 5)}}, limit).verdict, Verdict::regressed);
  EXPECT_EQ(decide({history, {decide_job(1.04, 0.01, 1)}}, limit).verdict, Verdict::inconclusive);
}

TEST(Decide, SaysHowManyJobsWouldDecideAndTheyDo) {
  const std::vector<Job> history = jobs(10, 0.004);
  for (const double time : {1.035, 1.05, 1.005}) {
    const Decision now = decide({history, {decide_job(time)}}, limit);
    ASSERT_EQ(now.verdict, Verdict::inconclusive) << time;
    ASSERT_TRUE(now.runs_to_decide) << time;
    ASSERT_GT(*now.runs_to_decide, 1) << time;
    const std::vector<Job> more(static_cast<size_t>(*now.runs_to_decide), decide_job(time));
    EXPECT_NE(decide({history, more}, limit).verdict, Verdict::inconclusive) << time;
  }
}

TEST(Decide, JobsThatAreAllEqualAreSame) {
  EXPECT_EQ(
      decide({{decide_job(1, 0), decide_job(1, 0), decide_job(1, 0), decide_job(1, 0)}, {decide_job(1, 0)}}, limit)
          .verdict,
      Verdict::same);
  EXPECT_EQ(decide({{decide_job(1, 0)}, {decide_job(1, 0)}}, limit).verdict, Verdict::same);
  EXPECT_EQ(
      decide({{decide_job(1, 0), decide_job(1, 0), decide_job(1, 0), decide_job(1, 0)}, {decide_job(2, 0)}}, limit)
          .verdict,
      Verdict::regressed);
}

TEST(Decide, AConfirmationThatIsAsBeforeTakesTheAccusationBack) {
  EXPECT_NE(decide({{decide_job(1)}, {decide_job(1.10), decide_job(1)}}, limit).verdict, Verdict::regressed);
  EXPECT_EQ(decide({{decide_job(1)}, {decide_job(1.10), decide_job(1.10)}}, limit).verdict, Verdict::regressed);
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_NE(decide({history, {decide_job(1.05), decide_job(1)}}, limit).verdict, Verdict::regressed);
}

TEST(DecidePaired, NeedsAllOfFivePairsToAgree) {
  EXPECT_EQ(decide_paired(std::vector{0.04, 0.05, 0.045, 0.06, 0.05}, limit).verdict, Verdict::regressed);
  EXPECT_EQ(decide_paired(std::vector{-0.04, -0.05, -0.045, -0.06, -0.05}, limit).verdict, Verdict::improved);
  const Decision mixed = decide_paired(std::vector{0.04, 0.05, -0.045, 0.06, 0.05}, limit);
  EXPECT_EQ(mixed.verdict, Verdict::inconclusive);
  EXPECT_TRUE(mixed.runs_to_decide);
  EXPECT_EQ(decide_paired(std::vector{0.001, 0.002, -0.001, 0.0, 0.001}, limit).verdict, Verdict::same);
}

TEST(DecidePaired, BelowTheLimitIsNoRegressionHoweverSure) {
  EXPECT_EQ(decide_paired(std::vector{0.02, 0.02, 0.021, 0.019, 0.02}, limit).verdict, Verdict::same);
}

TEST(Noise, IsTheMedianOfTheSuite) {
  const std::vector<std::vector<Job>> histories{jobs(5, 0.001), jobs(5, 0.002), jobs(5, 0.02), jobs(2, 0.5)};
  const std::optional<Noise> noise = noise_of(histories);
  ASSERT_TRUE(noise);
  EXPECT_NEAR(std::sqrt(noise->variance), 0.002 * std::sqrt(2.5), 2e-4);
  EXPECT_FALSE(noise_of(std::span(histories).last(1)));
}

}  // namespace
}  // namespace gpupeak
