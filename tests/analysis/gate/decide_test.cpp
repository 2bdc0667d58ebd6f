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

// One case by itself: no others moderate it.
Decision decide_alone(const std::vector<Job>& baseline, const std::vector<Job>& candidate) {
  return decide(histories_of({baseline}).front(), candidate, limit);
}

TEST(Decide, FiveRunsAgainstFiveFindTenPercent) {
  const Decision slower = decide_alone({decide_job(1)}, {decide_job(1.10)});
  EXPECT_EQ(slower.verdict, Verdict::regressed);
  EXPECT_NEAR(slower.worse.estimate, 1.10, 0.002);
  EXPECT_EQ(decide_alone({decide_job(1.10)}, {decide_job(1)}).verdict, Verdict::improved);
  EXPECT_EQ(decide_alone({decide_job(1)}, {decide_job(1.001)}).verdict, Verdict::same);
}

// What runs of one job share is not known from one job.
TEST(Decide, OneJobIsNotTrustedBelowFivePercent) {
  const Decision decision = decide_alone({decide_job(1)}, {decide_job(1.04)});
  EXPECT_NE(decision.verdict, Verdict::regressed);
  EXPECT_DOUBLE_EQ(decision.limit, 0.05);
  EXPECT_TRUE(decision.suspicious);
}

TEST(Decide, ThreeRunsCannotTellAndSayHowManyCould) {
  const Decision decision = decide_alone({decide_job(1, 0.001, 3)}, {decide_job(1.2, 0.001, 3)});
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_EQ(decision.runs_to_decide, 5);
  EXPECT_FALSE(decision.reason.empty());
}

// All of n above all of m others has a chance of 1 / (n + m choose m), and nothing has less.
TEST(Decide, KnowsWhereNoRunCouldTell) {
  const auto few = [](int stored, int runs_of_each, int runs) {
    std::vector<Job> history;
    for (int i = 0; i < stored; ++i) history.push_back(decide_job(1 + 0.0001 * i, 0.001, runs_of_each));
    return decide_alone(history, {decide_job(1.2, 0.001, runs)}).too_few;
  };
  EXPECT_TRUE(few(1, 4, 4)) << "1/70";
  EXPECT_FALSE(few(1, 5, 5)) << "1/252";
  EXPECT_TRUE(few(3, 5, 1)) << "1/16";
  EXPECT_FALSE(few(3, 5, 2)) << "1/136";
  EXPECT_FALSE(few(4, 1, 1)) << "a history needs no ranks";
}

TEST(Decide, AHistoryFindsThreePercent) {
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_EQ(decide_alone(history, {decide_job(1.035)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone(history, {decide_job(1.035)}).limit, limit);
  EXPECT_EQ(decide_alone(history, {decide_job(1.02)}).verdict, Verdict::same);
  EXPECT_EQ(decide_alone(history, {decide_job(0.96)}).verdict, Verdict::improved);
}

TEST(Decide, ANoisyHistoryIsInconclusiveAndSaysHowManyJobsWouldDecide) {
  const Decision decision = decide_alone(jobs(10, 0.005), {decide_job(1.05)});
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_TRUE(decision.suspicious);
  ASSERT_TRUE(decision.runs_to_decide);
  EXPECT_GT(*decision.runs_to_decide, 1);
}

// Four jobs that happen to agree are not without noise where the others of the suite have some.
TEST(Decide, TheNoiseOfTheSuiteModeratesAShortHistory) {
  std::vector<std::vector<Job>> suite(20, jobs(4, 0.015));
  suite.push_back(jobs(4, 0.00001));
  EXPECT_EQ(decide_alone(suite.back(), {decide_job(1.031)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide(histories_of(suite).back(), {decide_job(1.031)}, limit).verdict, Verdict::inconclusive);
}

// Nor is one that is noisier than they are taken to be as calm.
TEST(Decide, ANoisyCaseAmongCalmOnesIsJudgedByItsOwnNoise) {
  std::vector<std::vector<Job>> suite(99, jobs(10, 0.0002));
  suite.push_back(jobs(10, 0.006));
  EXPECT_EQ(decide(histories_of(suite).back(), {decide_job(1.05)}, limit).verdict, Verdict::inconclusive);
  EXPECT_EQ(decide(histories_of(suite).front(), {decide_job(1.05)}, limit).verdict, Verdict::regressed);
}

Job with_one(Job job, size_t process, double factor) {
  job[process] *= factor;
  return job;
}

TEST(Decide, OneProcessOfFiveMovesNoVerdict) {
  const std::vector<Job> history = jobs(10, 0.0005);
  const Decision same = decide_alone(history, {with_one(decide_job(1), 2, 1.3)});
  EXPECT_EQ(same.verdict, Verdict::same);
  EXPECT_FALSE(same.suspicious);
  EXPECT_EQ(decide_alone(history, {with_one(decide_job(1.1), 2, 0.7)}).verdict, Verdict::regressed);
  const JobFigure figure =
      figure_of(with_one(decide_job(1), 2, 1.3), histories_of({history}).front().between_processes);
  ASSERT_EQ(figure.left_out.size(), 1u);
  EXPECT_EQ(figure.left_out.front().process, 2u);
  EXPECT_NEAR(std::exp(figure.left_out.front().off), 1.3, 0.01);
}

TEST(Decide, OneStoredProcessOrJobHidesNoSlowdown) {
  std::vector<Job> history = jobs(10, 0.0005);
  history[3] = with_one(history[3], 1, 2);
  EXPECT_EQ(decide_alone(history, {decide_job(1.1)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone(history, {decide_job(1.04)}).verdict, Verdict::regressed);
  history = jobs(10, 0.0005);
  for (double& time : history[7]) time *= 1.3;
  EXPECT_EQ(decide_alone(history, {decide_job(1.04)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone(history, {decide_job(1)}).verdict, Verdict::same);
  EXPECT_EQ(histories_of({history}).front().disturbed, std::vector<size_t>{7});
}

// A case of two speeds: it is run again, and regresses where it is as slow twice.
TEST(Decide, AsSlowAsAStoredJobThatDisagreedIsADoubt) {
  std::vector<Job> history = jobs(10, 0.0005);
  for (double& time : history[7]) time *= 1.05;
  const Decision once = decide_alone(history, {decide_job(1.05)});
  EXPECT_EQ(once.verdict, Verdict::inconclusive);
  EXPECT_EQ(once.reason, "a stored job that disagrees with the others was as slow");
  EXPECT_TRUE(once.suspicious);
  EXPECT_EQ(decide_alone(history, {decide_job(1.05), decide_job(1.05)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone(history, {decide_job(1.1)}).verdict, Verdict::regressed);
}

// Two of five are not one that was disturbed.
TEST(Decide, ACandidateWhoseProcessesScatterIsNotSure) {
  const std::vector<Job> history = jobs(10, 0.0005);
  Job scattered = decide_job(1.05);
  for (size_t i = 0; i < scattered.size(); ++i) scattered[i] *= std::vector{1.0, 1.4, 0.8, 1.2, 1.0}[i];
  const Decision decision = decide_alone(history, {scattered});
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_EQ(decision.reason, "its processes differ more than the baseline's do: measure again");
  EXPECT_LT(decision.worse.interval.low, 1);
}

// The mean of the two would be worse by more than the limit.
TEST(Decide, OneOfTwoJobsIsNotOutvotedByTheOther) {
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_EQ(decide_alone(history, {decide_job(1.2), decide_job(1.001)}).verdict, Verdict::inconclusive);
  EXPECT_EQ(decide_alone(history, {decide_job(1.2), decide_job(1.05)}).verdict, Verdict::regressed);
}

TEST(Decide, AJobOfFewerRunsThanTheBaselinesIsLessSure) {
  std::vector<Job> history;
  for (int i = 0; i < 10; ++i) history.push_back(decide_job(1 + 0.0003 * (i % 3), 0.01));
  EXPECT_EQ(decide_alone(history, {decide_job(1.04, 0.01, 5)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone(history, {decide_job(1.04, 0.01, 1)}).verdict, Verdict::inconclusive);
}

TEST(Decide, SaysHowManyJobsWouldDecideAndTheyDo) {
  const std::vector<Job> history = jobs(10, 0.004);
  for (const double time : {1.035, 1.05, 1.005}) {
    const Decision now = decide_alone(history, {decide_job(time)});
    ASSERT_EQ(now.verdict, Verdict::inconclusive) << time;
    ASSERT_TRUE(now.runs_to_decide) << time;
    ASSERT_GT(*now.runs_to_decide, 1) << time;
    const std::vector<Job> more(static_cast<size_t>(*now.runs_to_decide), decide_job(time));
    EXPECT_NE(decide_alone(history, more).verdict, Verdict::inconclusive) << time;
  }
}

TEST(Decide, JobsThatAreAllEqualAreSame) {
  EXPECT_EQ(decide_alone({decide_job(1, 0), decide_job(1, 0), decide_job(1, 0), decide_job(1, 0)}, {decide_job(1, 0)})
                .verdict,
            Verdict::same);
  EXPECT_EQ(decide_alone({decide_job(1, 0)}, {decide_job(1, 0)}).verdict, Verdict::same);
  EXPECT_EQ(decide_alone({decide_job(1, 0), decide_job(1, 0), decide_job(1, 0), decide_job(1, 0)}, {decide_job(2, 0)})
                .verdict,
            Verdict::regressed);
}

TEST(Decide, AConfirmationThatIsAsBeforeTakesTheAccusationBack) {
  EXPECT_NE(decide_alone({decide_job(1)}, {decide_job(1.10), decide_job(1)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone({decide_job(1)}, {decide_job(1.10), decide_job(1.10)}).verdict, Verdict::regressed);
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_NE(decide_alone(history, {decide_job(1.05), decide_job(1)}).verdict, Verdict::regressed);
}

// A clock so coarse that all processes are alike tells nothing of how a candidate's differ.
TEST(Decide, AScatteredCandidateIsNotSureAgainstJobsThatAreAllEqual) {
  const std::vector<Job> history(10, decide_job(1, 0));
  EXPECT_EQ(decide_alone(history, {Job{1, 1.4, 0.8, 1.2, 1}}).verdict, Verdict::inconclusive);
  EXPECT_EQ(decide_alone(history, {with_one(decide_job(1, 0), 1, 1.3)}).verdict, Verdict::same) << "one of five";
  std::vector<Job> disturbed = history;
  for (double& time : disturbed[2]) time *= 2;
  disturbed[5] = with_one(disturbed[5], 0, 2);
  EXPECT_EQ(decide_alone(disturbed, {decide_job(1.04, 0)}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_alone(history, {decide_job(1.1, 0)}).verdict, Verdict::regressed);
}

TEST(Decide, AScatteredCandidateIsNotSureAgainstJobsOfOneProcess) {
  std::vector<Job> history;
  for (int i = 0; i < 10; ++i) history.push_back({1 + 0.001 * (i % 3)});
  EXPECT_EQ(decide_alone(history, {Job{1, 1.4, 0.9, 1.2, 1}}).verdict, Verdict::inconclusive);
  EXPECT_EQ(decide_alone(history, {with_one(decide_job(1.001), 1, 1.3)}).verdict, Verdict::same);
  EXPECT_EQ(decide_alone(history, {decide_job(1.1)}).verdict, Verdict::regressed);
}

Decision decide_pairs(const std::vector<Job>& history, double first, const std::vector<double>& log_ratios) {
  const History known = histories_of({history}).front();
  return decide_paired(known, log_ratios, limit, decide(known, {decide_job(first)}, limit));
}

TEST(DecidePaired, IsWorseByTheLimitAndSure) {
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_EQ(decide_pairs(history, 1.05, {0.04, 0.05, 0.045, 0.06, 0.05}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_pairs(history, 0.95, {-0.04, -0.05, -0.045, -0.06, -0.05}).verdict, Verdict::improved);
  EXPECT_EQ(decide_pairs(history, 1.05, {0.02, 0.02, 0.021, 0.019, 0.02}).verdict, Verdict::same) << "below it";
  EXPECT_EQ(decide_pairs(history, 1.05, {0.001, 0.002, -0.001, 0.0, 0.001}).verdict, Verdict::same);
  const Decision mixed = decide_pairs(history, 1.05, {0.14, 0.05, -0.145, 0.16, -0.05});
  EXPECT_EQ(mixed.verdict, Verdict::inconclusive);
  EXPECT_TRUE(mixed.runs_to_decide);
}

TEST(DecidePaired, OneDisturbedProcessOfTenMovesNoVerdict) {
  const std::vector<Job> history = jobs(10, 0.0005);
  EXPECT_EQ(decide_pairs(history, 1.1, {0.1, 0.098, -0.2, 0.1, 0.101}).verdict, Verdict::regressed);
  EXPECT_NE(decide_pairs(history, 1.1, {0.0, 0.002, 0.3, 0.001, 0.0}).verdict, Verdict::regressed);
}

// Where one job is stored, nothing is known between jobs, and the pairs decide alone.
TEST(DecidePaired, AloneIsSurerThanToConfirm) {
  EXPECT_EQ(decide_pairs({decide_job(1)}, 1.1, {0.1, 0.098, 0.102, 0.1, 0.101}).verdict, Verdict::regressed);
  EXPECT_EQ(decide_pairs({decide_job(1, 0.02)}, 1.1, {0.1, 0.0, 0.01, 0.11, 0.08}).verdict, Verdict::inconclusive);
}

}  // namespace
}  // namespace gpupeak
