// What a gate makes of cases that were run again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/analysis/gate/gate_fixture.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using namespace gpupeak::testing::gates;

TEST_F(GateTest, AConfirmationDecides) {
  store(report_of({measured("1", 1e-3), measured("2", 1e-3)}));
  const Report slower = report_of({measured("1", 1.1e-3), measured("2", 1e-3)});
  EXPECT_EQ(gate_of(slower).suspicious(), std::vector<std::string>{"toy/n=1"});
  Confirmation confirmation;
  confirmed = &confirmation;
  for (const std::vector<double>& taken_back :
       {std::vector{0.001, -0.002, 0.001, 0.0, -0.001}, std::vector{0.1, -0.1, 0.02, 0.05, 0.04}}) {
    confirmation.pairs["toy/n=1"] = pairs_of(taken_back);
    EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::flaky);
    EXPECT_FALSE(judge(slower).failed());
  }
  confirmation.pairs["toy/n=1"] = pairs_of({0.09, 0.1, 0.08, 0.1, 0.11});
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
  confirmation.pairs.clear();
  confirmation.again["toy/n=1"] = baseline_case(measured("1", 1.0e-3));
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::flaky);
  confirmation.again["toy/n=1"] = baseline_case(measured("1", 1.1e-3));
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
}

TEST_F(GateTest, AConfirmationIsNotOutvotedByTheFirstRunAgainstAHistory) {
  for (int day = 0; day < 10; ++day) store(report_of({measured("1", 1e-3 * (1 + 0.0002 * day))}));
  Confirmation confirmation;
  confirmation.again["toy/n=1"] = baseline_case(measured("1", 1.001e-3));
  const Report slower = report_of({measured("1", 1.3e-3)});
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
  confirmed = &confirmation;
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::flaky);
}

TEST_F(GateTest, WhatCannotBeRunAgainFailsAsItStands) {
  store(report_of({measured("1", 1e-3)}));
  const Report slower = report_of({measured("1", 1.1e-3)});
  Confirmation confirmation;
  confirmed = &confirmation;
  confirmation.pairs["toy/n=1"] = pairs_of({0.1, 0.1, 0.1, 0.1});
  confirmation.lost["toy/n=1"] = "failed of the baseline's program";
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::regressed);
  EXPECT_THAT(judge(slower).rows[0].reason, HasSubstr("could not be run again: failed of the baseline's program"));
  confirmation.failed["toy/n=1"] = "wrong: C[0] is NaN";
  EXPECT_EQ(judge(slower).rows[0].verdict, Verdict::failed);
  EXPECT_TRUE(judge(slower).failed());
}

}  // namespace
}  // namespace gpupeak
