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

std::vector<Gap> gaps_of(const Report& report) {
  std::vector<const Measurement*> all;
  for (const Measurement& m : report.measurements) all.push_back(&m);
  return largest_gaps(report, all);
}

TEST(LargestGaps, ComeWithMostToGainFirstAndLeaveOutWhatReachesItsCeiling) {
  const Report report = gaps_report({gaps_measured("1", "a", 2e-3), gaps_measured("2", "a", 1.01e-3),
                                     gaps_measured("3", "a", 8e-3), gaps_measured("4", "a", 4e-3)});
  const auto gaps = gaps_of(report);
  ASSERT_EQ(gaps.size(), 3u);
  EXPECT_EQ(gaps[0].of->id.id(), "toy/n=3/rung=a");
  EXPECT_DOUBLE_EQ(gaps[0].reached, 0.125);
  EXPECT_DOUBLE_EQ(gaps[0].gain, 8);
  EXPECT_EQ(gaps[1].of->id.id(), "toy/n=4/rung=a");
}

TEST(LargestGaps, LookAtTheCasesAskedFor) {
  const Report report = gaps_report({gaps_measured("1", "naive", 100e-3), gaps_measured("1", "tuned", 2e-3)});
  const auto gaps = largest_gaps(report, {&report.measurements[1]});
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].of->id.id(), "toy/n=1/rung=tuned");
}

TEST(LargestGaps, DoNotBlameAClockThatExplainsLittle) {
  const Report report = gaps_report({gaps_measured("1", "a", 100e-3, Hertz(0.9e9))});
  const auto gaps = gaps_of(report);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_NE(gaps[0].sentence.find("the fp32 units wait"), std::string::npos) << gaps[0].sentence;
}

TEST(LargestGaps, NameTheLowClockAndWhatIsReachedAtIt) {
  const Report report = gaps_report({gaps_measured("1", "a", 2.5e-3, Hertz(0.5e9))});
  const auto gaps = gaps_of(report);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_NE(gaps[0].sentence.find("the core ran at 500 MHz instead of 1.00 GHz"), std::string::npos)
      << gaps[0].sentence;
  EXPECT_DOUBLE_EQ(gaps[0].reached, 0.8);
  EXPECT_DOUBLE_EQ(gaps[0].gain, 2.5);
}

TEST(LargestGaps, SayNothingOfWhatHasNoCeilingOrNoTime) {
  Measurement unknown = gaps_measured("1", "a", 1);
  unknown.rated.reset();
  unknown.clocked.reset();
  unknown.work = Work{};
  Measurement wrong = gaps_measured("2", "a", 1);
  wrong.outcome = Outcome::wrong;
  EXPECT_TRUE(gaps_of(gaps_report({unknown, wrong})).empty());
  EXPECT_TRUE(gaps_of(Report{}).empty());
}

TEST(LargestGaps, SayNothingOfWhatIsNotPrecise) {
  Measurement unsteady = gaps_measured("1", "a", 8e-3), single = gaps_measured("2", "a", 8e-3);
  for (size_t i = 0; i < unsteady.samples.size(); ++i) unsteady.samples[i].time = Seconds(1e-3 * (4 + i % 5));
  single.samples.resize(1);
  for (Measurement* m : {&unsteady, &single}) judge(*m, testing::fake_device_info());
  EXPECT_TRUE(gaps_of(gaps_report({unsteady, single})).empty());
}

// The fake device's rate of dram is unknown: arithmetic alone would allow 0.125 ms where memory needs 1 ms.
Measurement gaps_from_memory(const std::string& n, double time, double flop = 8e6) {
  Measurement m = gaps_measured(n, "a", time);
  m.work = Work{};
  m.work.add(Resource::fp32, FlopCount(flop));
  m.work.add(Resource::dram, Bytes(20e6));
  m.notes.clear();
  judge(m, testing::fake_device_info());
  return m;
}

TEST(LargestGaps, HoldAgainstTheTrafficThatWasSeenWhereThatBindsAndTheRateIsUnknown) {
  const Report report = gaps_report({gaps_from_memory("fast", 1e-3), gaps_from_memory("slow", 2e-3)});
  const auto gaps = gaps_of(report);
  ASSERT_EQ(gaps.size(), 1u) << "the fastest traffic has no gap to itself";
  EXPECT_EQ(gaps[0].of, &report.measurements[1]);
  EXPECT_DOUBLE_EQ(gaps[0].reached, 0.5);
  EXPECT_NE(gaps[0].sentence.find("reaches 50.0 % of the fastest traffic of dram in this run (20.0 GB/s)"),
            std::string::npos)
      << gaps[0].sentence;
}

TEST(LargestGaps, HoldNoProductAgainstItsTrafficAlone) {
  Report report = gaps_report({gaps_from_memory("fast", 1e-3), gaps_from_memory("slow", 2e-3)});
  for (Measurement& m : report.measurements) m.rated = m.clocked = std::nullopt;  // as of units of unknown rate
  EXPECT_TRUE(gaps_of(report).empty());
}

TEST(LargestGaps, KeepACeilingThatTheUnknownRateCannotReach) {
  const Report report = gaps_report({gaps_from_memory("fast", 1e-3), gaps_from_memory("dense", 8e-3, 256e6)});
  const auto gaps = gaps_of(report);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_DOUBLE_EQ(gaps[0].reached, 0.5);
  EXPECT_NE(gaps[0].sentence.find("of its ceiling: the fp32 units wait"), std::string::npos) << gaps[0].sentence;
}

}  // namespace
}  // namespace gpupeak
