// What a gate says of floors: shares of the peak that a case must reach.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/gate/gate.h"
#include "method/judge.h"
#include "tests/analysis/gate/gate_fixture.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using namespace gpupeak::testing::gates;

TEST_F(GateTest, AFloorNeedsNoBaseline) {
  rules.rules[0].floor = 0.9;  // 1e6 flop at 64 GFLOP/s take 15.6 us at best
  EXPECT_EQ(judge(report_of({measured("1", 20e-6)}), false).rows[0].verdict, Verdict::below_floor);
  EXPECT_EQ(judge(report_of({measured("1", 16e-6)}), false).rows[0].verdict, Verdict::sound);
  Measurement unknown = measured("2", 1e-3);
  unknown.rated.reset();
  const GateResult half = judge(report_of({measured("1", 16e-6), unknown}), false);
  EXPECT_EQ(half.rows[1].verdict, Verdict::inconclusive);
  EXPECT_EQ(half.conclusion(), "passed");
}

TEST_F(GateTest, WithoutAJudgedFloorAndABaselineNothingPasses) {
  rules.rules[0].floor = 0.5;
  Measurement unknown = measured("1", 1e-3);
  unknown.rated.reset();
  EXPECT_THAT(message_of([&] { judge(report_of({unknown}), false); }), HasSubstr("its ceiling is not known"));
  rules.rules = {{.match = "toy/n=1", .line = 3}, {.match = "*", .floor = 0.5, .line = 4}};
  EXPECT_THAT(message_of([&] {
                judge(report_of({measured("1", 1e-3), ended("2", Outcome::skipped)}), false);
              }),
              HasSubstr("no floor could be judged"));
}

TEST_F(GateTest, AFloorNeedsSamplesToBeMissedAndToBeMet) {
  rules.rules[0].floor = 0.9;
  for (const double time : {20e-6, 16e-6}) {
    Measurement few = measured("1", time);
    few.samples.resize(3);
    gpupeak::judge(few, testing::fake_device_info());
    EXPECT_THAT(message_of([&] { judge(report_of({few}), false); }), HasSubstr("too few samples (3)"));
  }
  rules.rules[0].min_samples = 21;
  EXPECT_THAT(message_of([&] { judge(report_of({measured("1", 20e-6)}), false); }), HasSubstr("too few samples (20)"));
}

TEST_F(GateTest, AFloorThatCannotBeJudgedHidesNoRegression) {
  rules.rules[0].floor = 0.5;
  store(report_of({measured("1", 1e-3)}));
  Measurement slower = measured("1", 1.5e-3);
  slower.rated.reset();
  const GateResult result = judge(report_of({slower}));
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("ceiling is not known"));
}

TEST_F(GateTest, AFloorIsHeldAgainstTheSpreadThatAToolTold) {
  rules.rules[0].floor = 0.9;
  Measurement one = measured("1", 1e-3);
  one.samples.resize(1);
  one.rated = Ceiling{Seconds(0.8e-3), Resource::fp32, {}};
  for (const auto& [summary, verdict] :
       {std::pair(Summary{100, Seconds(2e-5)}, Verdict::below_floor), {Summary{100, Seconds(1e-3)}, Verdict::sound}}) {
    one.summary = summary;
    EXPECT_EQ(judge(report_of({one}), false).rows[0].verdict, verdict);
  }
  one.summary.reset();
  EXPECT_THAT(message_of([&] { judge(report_of({one}), false); }), HasSubstr("too few samples (1)"));
}

}  // namespace
}  // namespace gpupeak
