#include <gtest/gtest.h>

#include "analysis/gaps/why.h"
#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

Measurement gaps_measured(const std::string& n, const std::string& rung, double time, Hertz clock = Hertz(1e9)) {
  Measurement m;
  m.id = Case("toy", {{"n", n}, {"rung", rung}});
  m.group = "toy/n=" + n;
  m.work.add(Resource::fp32, FlopCount(64e6));  // ceiling 1 ms
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(time), 1, clock, 0});
  judge(m, testing::fake_device_info());
  return m;
}

Report gaps_report(std::vector<Measurement> measurements) {
  Report report;
  report.devices.push_back(testing::fake_device_info());
  report.measurements = std::move(measurements);
  return report;
}

TEST(LargestGaps, ComeWorstFirstAndLeaveOutWhatReachesItsCeiling) {
  const auto gaps = largest_gaps(gaps_report({gaps_measured("1", "a", 2e-3), gaps_measured("2", "a", 1.01e-3),
                                              gaps_measured("3", "a", 8e-3), gaps_measured("4", "a", 4e-3)}),
                                 2);
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].id, "toy/n=3/rung=a");
  EXPECT_DOUBLE_EQ(gaps[0].efficiency, 0.125);
  EXPECT_EQ(gaps[1].id, "toy/n=4/rung=a");
}

TEST(LargestGaps, LookAtTheFastestRungOnly) {
  const auto gaps = largest_gaps(gaps_report({gaps_measured("1", "naive", 100e-3), gaps_measured("1", "tuned", 2e-3)}));
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].id, "toy/n=1/rung=tuned");
}

TEST(LargestGaps, DoNotBlameAClockThatExplainsLittle) {
  const auto gaps = largest_gaps(gaps_report({gaps_measured("1", "a", 100e-3, Hertz(0.9e9))}));
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_NE(gaps[0].sentence.find("the fp32 units wait"), std::string::npos) << gaps[0].sentence;
}

TEST(LargestGaps, NameTheLowClock) {
  const auto gaps = largest_gaps(gaps_report({gaps_measured("1", "a", 2.5e-3, Hertz(0.5e9))}));
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_NE(gaps[0].sentence.find("the core ran at 500 MHz instead of 1.00 GHz"), std::string::npos)
      << gaps[0].sentence;
}

TEST(LargestGaps, SayNothingOfWhatHasNoCeilingOrNoTime) {
  Measurement unknown = gaps_measured("1", "a", 1);
  unknown.rated.reset();
  unknown.clocked.reset();
  Measurement wrong = gaps_measured("2", "a", 1);
  wrong.outcome = Outcome::wrong;
  EXPECT_TRUE(largest_gaps(gaps_report({unknown, wrong})).empty());
  EXPECT_TRUE(largest_gaps(Report{}).empty());
}

}  // namespace
}  // namespace gpupeak
