#include "cli/run/remaining_time.h"

#include <gtest/gtest.h>

namespace gpupeak::testing {
namespace {

Measurement ended(const std::string& id, Outcome outcome = Outcome::measured) {
  Measurement m;
  m.id = Case(id);
  m.outcome = outcome;
  return m;
}

// Four cases of ten seconds, of which two are opponents.
struct FourCases : ::testing::Test {
  FourCases() { remaining.plan({{"a", 10}, {"b", 10}, {"c", 10}, {"d", 10}}, std::nullopt, 100); }
  cli::RemainingTime remaining;
};

using RemainingTime = FourCases;

TEST_F(RemainingTime, IsWhatIsExpectedBeforeAnythingIsKnown) {
  EXPECT_FALSE(cli::RemainingTime().left(100));
  EXPECT_DOUBLE_EQ(*remaining.left(100), 40);
  remaining.started("a", 100);
  EXPECT_DOUBLE_EQ(*remaining.left(104), 36) << "it runs while a case does";
  EXPECT_DOUBLE_EQ(*remaining.left(150), 30) << "and waits for one that takes longer";
}

TEST_F(RemainingTime, FollowsThePaceOfTheCasesThatAreDone) {
  remaining.started("a", 100);
  remaining.finished(ended("a"), 120);
  remaining.started("b", 120);
  EXPECT_NEAR(*remaining.left(120), 55, 1) << "thirty seconds at nearly twice the time";
}

TEST_F(RemainingTime, DoesNotJumpWhileResultsOfOpponentsLand) {
  remaining.started("a", 100);
  remaining.started("b", 100);
  EXPECT_DOUBLE_EQ(*remaining.left(120), 20);
  remaining.finished(ended("a"), 120);
  EXPECT_DOUBLE_EQ(*remaining.left(120), 20);
  remaining.finished(ended("b"), 120);
  EXPECT_DOUBLE_EQ(*remaining.left(120), 20);
}

TEST_F(RemainingTime, WhatIsSkippedTakesNoTimeAndSaysNothingOfOthers) {
  remaining.started("a", 100);
  remaining.finished(ended("a", Outcome::skipped), 100);
  remaining.started("b", 100);
  EXPECT_DOUBLE_EQ(*remaining.left(100), 30);
}

TEST_F(RemainingTime, IsOfTheLastPlan) {
  remaining.started("a", 100);
  remaining.plan({{"e", 10}}, std::nullopt, 120);
  EXPECT_DOUBLE_EQ(*remaining.left(120), 10);
}

TEST(RemainingTimeOfABudget, IsNeverAboveWhatIsLeftOfIt) {
  cli::RemainingTime remaining;
  remaining.plan({{"a", 1000}}, 60, 100);
  EXPECT_DOUBLE_EQ(*remaining.left(110), 50);
  EXPECT_DOUBLE_EQ(*remaining.left(170), 0);
}

}  // namespace
}  // namespace gpupeak::testing
