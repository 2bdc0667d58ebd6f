// Which turns a confirmation takes, and which of them count.
#include "analysis/gate/confirmation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/gate/gate_fixture.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using namespace gpupeak::testing::gates;

// Runs every turn, each with the report that `of` gives it; the letters of the programs in their order.
template <class Of>
std::string run_all(Retrial& retrial, Of of) {
  std::string order;
  while (const std::optional<Turn> turn = retrial.next()) {
    order += turn->baseline ? 'A' : 'B';
    retrial.take(of(*turn));
  }
  return order;
}

TEST(Retrial, RunsAsManyProcessesAsTheReportHas) {
  Report candidate = report_of({measured("1", 1e-3), measured("2", 1e-3)});
  candidate.run.processes = 5;
  Retrial retrial(candidate, {"toy/n=1"});
  EXPECT_EQ(retrial.plan(), "1 case again: 5 fresh processes");
  ASSERT_TRUE(retrial.next());
  EXPECT_EQ(retrial.next()->processes, 5);
  EXPECT_EQ(run_all(retrial, [](const Turn&) { return report_of({measured("1", 2e-3)}); }), "B");
  EXPECT_EQ(retrial.confirmation().again.at("toy/n=1"), baseline_case(measured("1", 2e-3)));
}

TEST(Retrial, RunsTheOpponentsOfACaseToo) {
  std::vector<Measurement> measurements{measured("1", 1e-3), measured("2", 1e-3), measured("3", 1e-3)};
  measurements[0].group = measurements[2].group = "ladder";
  const Report candidate = report_of(measurements);
  EXPECT_EQ(Retrial(candidate, {"toy/n=3"}).to_run(), (std::vector<std::string>{"toy/n=1", "toy/n=3"}));
}

TEST(Retrial, PairsTakeTurnsInBothOrders) {
  const Report candidate = report_of({measured("1", 1.1e-3)});
  Retrial retrial(candidate, {"toy/n=1"}, 5);
  EXPECT_EQ(retrial.plan(), "1 case again: 5 pairs in turn");
  EXPECT_EQ(retrial.next()->name, "pair-1-baseline");
  const std::string order =
      run_all(retrial, [](const Turn& turn) { return report_of({measured("1", turn.baseline ? 1e-3 : 1.1e-3)}); });
  EXPECT_EQ(order, "ABBAABBAAB");
  const auto& pairs = retrial.confirmation().pairs.at("toy/n=1");
  ASSERT_THAT(pairs, SizeIs(5));
  for (const Confirmation::Pair& pair : pairs) {
    EXPECT_EQ(pair.before, baseline_case(measured("1", 1e-3)));
    EXPECT_EQ(pair.now, baseline_case(measured("1", 1.1e-3)));
  }
}

TEST(Retrial, ALostPairIsRunAgainAFewTimesAtMost) {
  const Report candidate = report_of({measured("1", 1.1e-3)});
  Retrial once(candidate, {"toy/n=1"}, 5), always(candidate, {"toy/n=1"}, 5);
  const auto without = [](bool lost) { return report_of({lost ? ended("1", Outcome::skipped) : measured("1", 1e-3)}); };
  EXPECT_THAT(run_all(once, [&](const Turn& turn) { return without(turn.name == "pair-2-baseline"); }), SizeIs(12));
  EXPECT_THAT(once.confirmation().pairs.at("toy/n=1"), SizeIs(5));
  EXPECT_THAT(run_all(always, [&](const Turn& turn) { return without(turn.baseline); }), SizeIs(16));
  EXPECT_EQ(always.confirmation().lost.at("toy/n=1"), "skipped of the baseline's program: the script says so");
}

TEST(Retrial, WhatFailsIsNoReasonToGoOn) {
  const Report candidate = report_of({measured("1", 1.1e-3)});
  Retrial retrial(candidate, {"toy/n=1"}, 5);
  EXPECT_EQ(run_all(retrial,
                    [](const Turn& turn) {
                      return report_of({turn.baseline ? measured("1", 1e-3) : ended("1", Outcome::wrong)});
                    }),
            "AB");
  EXPECT_EQ(retrial.confirmation().failed.at("toy/n=1"), "wrong: the script says so");
}

TEST(Retrial, AnotherWorkIsNoAnswer) {
  const Report candidate = report_of({measured("1", 1e-3), measured("2", 1e-3)});
  Retrial retrial(candidate, {"toy/n=1", "toy/n=2"});
  Measurement more = measured("1", 1e-3);
  more.work.add(Resource::fp32, FlopCount(1e6));
  retrial.take(report_of({more}));
  EXPECT_TRUE(retrial.confirmation().again.empty());
  EXPECT_EQ(retrial.confirmation().lost.at("toy/n=1"),
            "its work is another one in the run again (2000000 flop of fp32 / 1000000 flop)");
  EXPECT_EQ(retrial.confirmation().lost.at("toy/n=2"), "the run again did not run it");
}

TEST(Retrial, AnotherDeviceOrMethodConfirmsNothing) {
  const Report candidate = report_of({measured("1", 1e-3)});
  const auto message = [&](const Report& again) {
    return message_of([&] { Retrial(candidate, {"toy/n=1"}, 5).take(again); });
  };
  Report other = candidate;
  other.devices[0].name = "another card";
  EXPECT_THAT(message(other), HasSubstr("the baseline's program that was run to confirm differs from the report in its "
                                        "device"));
  other = candidate;
  ++other.tool.method;
  EXPECT_THAT(message(other), HasSubstr("the version of the method"));
  other = candidate;
  other.run.schedule.data = DataKind::zeros;
  EXPECT_THAT(message(other), HasSubstr("the data of operands (zeros / random)"));
  other.devices.clear();
  EXPECT_THAT(message(other), HasSubstr("(none / none)"));
}

}  // namespace
}  // namespace gpupeak
