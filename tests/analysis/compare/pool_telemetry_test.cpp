#include "analysis/compare/pool_telemetry.h"

#include <gtest/gtest.h>

namespace gpupeak {
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
