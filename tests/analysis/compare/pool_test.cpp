#include "analysis/compare/pool.h"

#include <gtest/gtest.h>

#include <limits>

#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

Report run_of(double time, Outcome outcome = Outcome::measured) {
  Report report;
  report.devices.push_back(testing::fake_device_info());
  report.run.state = "complete";
  Measurement m;
  m.id = Case("toy", {{"n", "1"}});
  m.work.add(Resource::fp32, FlopCount(1));
  if (outcome == Outcome::measured) {
    for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(time), 1, Hertz(1e9), 0});
    judge(m, report.devices[0]);
  } else {
    m.outcome = outcome;
    m.reason = "because";
  }
  report.measurements.push_back(m);
  return report;
}

TEST(Pool, KeepsTheProcessOfEverySample) {
  const Report pooled = pool({run_of(1), run_of(3), run_of(2)});
  EXPECT_EQ(pooled.run.processes, 3);
  ASSERT_EQ(pooled.measurements.size(), 1u);
  const Measurement& m = pooled.measurements[0];
  EXPECT_EQ(m.samples.size(), 30u);
  EXPECT_EQ(m.samples[0].process, 0);
  EXPECT_EQ(m.samples[29].process, 2);
  EXPECT_EQ(m.stats->count, 30);
  EXPECT_EQ(m.stats->median, 2);
}

TEST(Pool, PoolsWhatWasPooled) {
  const Report pooled = pool({pool({run_of(1), run_of(1)}), run_of(1)});
  EXPECT_EQ(pooled.run.processes, 3);
  EXPECT_EQ(pooled.measurements[0].samples.back().process, 2);
}

TEST(Pool, RefusesMoreProcessesThanAReportMayHave) {
  Report many = run_of(1);
  many.measurements[0].samples.back().process = most_processes - 1;
  EXPECT_EQ(pool({many}).run.processes, most_processes);
  EXPECT_THROW(pool({many, run_of(1)}), std::invalid_argument);
  many.measurements[0].samples.back().process = std::numeric_limits<int>::max();
  EXPECT_THROW(pool({many}), std::invalid_argument);
}

TEST(Pool, OneWrongProcessSpoilsTheCase) {
  const Report pooled = pool({run_of(1), run_of(1, Outcome::wrong), run_of(1, Outcome::skipped)});
  EXPECT_EQ(pooled.measurements[0].outcome, Outcome::wrong);
  EXPECT_EQ(pooled.measurements[0].reason, "because");
  EXPECT_TRUE(pooled.measurements[0].samples.empty());
}

TEST(Pool, TellsWhatAllProcessesSawOfTheDeviceOrNothing) {
  Report one = run_of(1), two = run_of(1);
  one.measurements[0].telemetry.emplace().polls = 3;
  EXPECT_FALSE(pool({one, two}).measurements[0].telemetry);
  two.measurements[0].telemetry.emplace().polls = 4;
  EXPECT_EQ(pool({one, two}).measurements[0].telemetry->polls, 7);
}

TEST(Pool, PercentilesOfProcessesHaveAMedianWhereAllHaveThem) {
  std::vector<Report> runs{run_of(1), run_of(1), run_of(1)};
  for (int i = 0; i < 3; ++i)
    runs[static_cast<size_t>(i)].measurements[0].latencies = Latencies{.count = 600,
                                                                       .p50 = Seconds(1 + i),
                                                                       .max = Seconds(10 + i),
                                                                       .p95 = Seconds(3 - i),
                                                                       .p99 = Seconds(5),
                                                                       .p99_doubles_at = 7.0 * (1 + i)};
  runs[1].measurements[0].latencies->p99.reset();
  const Latencies pooled = pool(runs).measurements[0].latencies.value();
  EXPECT_EQ(pooled.count, 1800);
  EXPECT_EQ(pooled.p50, Seconds(2));
  EXPECT_EQ(pooled.p95, Seconds(2));
  EXPECT_FALSE(pooled.p99);
  EXPECT_EQ(pooled.max, Seconds(12));
  EXPECT_EQ(pooled.p99_doubles_at, 14);
  runs[2].measurements[0].latencies.reset();
  EXPECT_FALSE(pool(runs).measurements[0].latencies);
}

TEST(Pool, MemoryIsTheMostOfAnyProcess) {
  std::vector<Report> runs{run_of(1), run_of(1)};
  runs[0].measurements[0].memory_growth = mib(5);
  EXPECT_FALSE(pool(runs).measurements[0].memory_growth) << "the other could not tell";
  runs[1].measurements[0].memory_growth = mib(7);
  EXPECT_EQ(pool(runs).measurements[0].memory_growth, mib(7));
}

TEST(Pool, AddsUpWhatAQuotaDidToEachProcess) {
  Report first = run_of(1), second = run_of(1);
  first.devices[0].throttling = Throttling{10, 3, Seconds(1)};
  first.measurements[0].throttling = Throttling{5, 2, Seconds(1)};
  second.measurements[0].throttling = Throttling{6, 2, Seconds(2)};
  const Report pooled = pool({first, second});
  EXPECT_EQ(pooled.devices[0].throttling, (Throttling{10, 3, Seconds(1)}));
  EXPECT_EQ(pooled.measurements[0].throttling, (Throttling{11, 4, Seconds(3)}));
}

// Each process probes for itself: the samples of one are not condemned by the disturbed probe of another.
TEST(Pool, JudgesByTheProbeThatWasDisturbedLeast) {
  const double time = 1.1 / 64e9;  // of one flop, at 64 GFLOP/s
  Report disturbed = run_of(2 * time), quiet = run_of(time);
  disturbed.devices[0].peak.rates[Resource::fp32].per_second /= 2;
  disturbed.devices[0].peak.rates.erase(Resource::fp64);
  disturbed.devices[0].peak.unknown[Resource::fp64] = "disturbed";
  const Report pooled = pool({disturbed, quiet, quiet});
  EXPECT_EQ(pooled.measurements[0].outcome, Outcome::measured) << pooled.measurements[0].reason;
  EXPECT_EQ(pooled.devices[0].peak.rates.at(Resource::fp32).per_second, 64e9);
  EXPECT_TRUE(pooled.devices[0].peak.rates.contains(Resource::fp64));
  EXPECT_FALSE(pooled.devices[0].peak.unknown.contains(Resource::fp64));
  disturbed.devices[0].peak.rates[Resource::fp32].source = Source::configured;  // the user's own figure stays
  EXPECT_EQ(pool({disturbed, quiet}).devices[0].peak.rates.at(Resource::fp32).per_second, 32e9);
}

TEST(Pool, RefusesNothingAndStrangers) {
  EXPECT_THROW(pool({}), std::invalid_argument);
  Report other = run_of(1);
  other.devices[0].name = "Another";
  EXPECT_THROW(pool({run_of(1), other}), std::invalid_argument);
}

std::string refusal(const Report& one, const Report& other) {
  try {
    pool({one, other}, {"monday", "tuesday"});
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

TEST(Pool, RefusesRunsOfOtherConditionsAndSaysWhichAndWhat) {
  Report one = run_of(1);
  one.devices[0].clock_policy = "performance";
  one.run.schedule.cases = {{one.measurements[0].id}};
  EXPECT_EQ(refusal(one, one), "none");
  Report other = one;
  other.run.schedule.data = DataKind::zeros;
  EXPECT_EQ(refusal(one, other), "monday and tuesday differ in the data of operands (random, zeros)");
  other = one;
  other.tool.method = one.tool.method + 1;
  EXPECT_NE(refusal(one, other).find("the version of the method"), std::string::npos);
  other = one;
  other.devices[0].clock_policy = "powersave";
  EXPECT_EQ(refusal(one, other), "monday and tuesday differ in the clock policy (performance, powersave)");
  other.devices[0].clock_policy.clear();
  EXPECT_EQ(refusal(one, other), "none") << "one is unknown";
  other = one;
  other.measurements[0].work.add(Resource::fp32, FlopCount(1));
  EXPECT_EQ(refusal(one, other), "monday and tuesday differ in the work of toy/n=1 (1 flop of fp32 / 2 flop)");
}

TEST(Pool, AnUnknownPolicyBetweenTwoHidesNoDifference) {
  std::vector<Report> runs{run_of(1), run_of(1), run_of(1)};
  runs[1].devices[0].clock_policy = "performance";
  runs[2].devices[0].clock_policy = "powersave";
  EXPECT_THROW(pool(runs), std::invalid_argument);
}

TEST(Pool, IsAsCompleteAsItsParts) {
  Report partial = run_of(1);
  partial.run.state = "interrupted";
  EXPECT_EQ(pool({run_of(1), partial}).run.state, "interrupted");
}

}  // namespace

namespace {

Telemetry seen(double seconds, double clock, double watts) {
  Telemetry t;
  t.watched = Seconds(seconds);
  t.stretches = 1;
  t.polls = 10;
  t.sm_clock = ClockRange{Hertz(clock - 1e8), Hertz(clock), Hertz(clock + 1e8)};
  t.power = PowerRange{Watts(watts), Watts(watts + 50)};
  t.power_limit = Watts(700);
  t.energy = Joules(watts * seconds);
  t.temperature = TemperatureRange{40 + seconds, 60 + seconds};
  t.slowed[0] = Seconds(seconds / 2);
  t.clock_events = uint64_t{1} << static_cast<int>(seconds);
  t.other_processes = 0;
  return t;
}

TEST(PooledTelemetry, OfOneProcessIsWhatItSaw) {
  const Telemetry one = seen(1, 1.9e9, 600);
  const Telemetry all = pooled({&one});
  EXPECT_EQ(all.sm_clock, one.sm_clock);
  EXPECT_EQ(all.power, one.power);
  EXPECT_EQ(all.slowed, one.slowed);
  EXPECT_EQ(all.memory_clock.reason, one.memory_clock.reason);
}

TEST(PooledTelemetry, AddsWhatIsCountedAndSpansWhatIsARange) {
  const Telemetry a = seen(1, 1.9e9, 600), b = seen(3, 1.7e9, 400), c = seen(2, 1.8e9, 500);
  const Telemetry all = pooled({&a, &b, &c});
  EXPECT_EQ(all.watched, Seconds(6));
  EXPECT_EQ(all.stretches, 3);
  EXPECT_EQ(all.polls, 30);
  EXPECT_EQ(*all.sm_clock, (ClockRange{Hertz(1.6e9), Hertz(1.8e9), Hertz(2.0e9)}));
  EXPECT_NEAR(all.power->mean.value, (600 * 1 + 400 * 3 + 500 * 2) / 6.0, 1e-9);
  EXPECT_EQ(all.power->max, Watts(650));
  EXPECT_EQ(*all.energy, Joules(600 + 1200 + 1000));
  EXPECT_EQ(*all.temperature, (TemperatureRange{41, 63}));
  EXPECT_EQ(*all.slowed[0], Seconds(3));
  EXPECT_EQ(*all.clock_events, 2u | 8u | 4u);
  EXPECT_EQ(*all.power_limit, Watts(700));
}

TEST(PooledTelemetry, IsMissingWithItsReasonWhatOneCouldNotRead) {
  const Telemetry a = seen(1, 1.9e9, 600);
  Telemetry b = a;
  b.energy = Seen<Joules>::none("the counter stood still");
  b.sm_clock = Seen<ClockRange>::none("no permission");
  b.slowed[0] = Seen<Seconds>::none("not told");
  using Parts = std::vector<const Telemetry*>;
  for (const Parts& parts : {Parts{&a, &b}, Parts{&b, &a}}) {
    const Telemetry all = pooled(parts);
    EXPECT_FALSE(all.energy || all.sm_clock || all.slowed[0]);
    EXPECT_EQ(all.energy.reason, "the counter stood still");
    EXPECT_EQ(all.sm_clock.reason, "no permission");
    EXPECT_EQ(all.slowed[0].reason, "not told");
    EXPECT_TRUE(all.power);
  }
}

TEST(PooledTelemetry, KnowsNoLimitThatWasChangedMeanwhile) {
  const Telemetry a = seen(1, 1.9e9, 600);
  Telemetry b = a;
  b.power_limit = Watts(500);
  EXPECT_EQ(pooled({&a, &b}).power_limit.reason, "it differed between the processes");
}

}  // namespace

}  // namespace gpupeak
