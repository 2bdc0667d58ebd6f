#include "method/telemetry_summary.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

using Moment = Reading::Moment;

Reading reading(Moment moment, double at_s = 0) {
  Reading r;
  r.moment = moment;
  r.at = Seconds(at_s);
  return r;
}

Reading opened() {
  Reading r = reading(Moment::opened);
  r.temperature = 50.0;
  r.energy_refresh = Seconds(1e-3);
  return r;
}

Reading polled(double megahertz, double watts, double celsius, uint64_t events) {
  Reading r = reading(Moment::during);
  r.sm_clock = r.memory_clock = Hertz(1e6 * megahertz);
  r.power = Watts(watts);
  r.temperature = celsius;
  r.clock_events = events;
  return r;
}

Reading end(Moment moment, double at_s, double joules, double capped_s = 0) {
  Reading r = reading(moment, at_s);
  r.energy = Joules(joules);
  for (Seen<Seconds>& time : r.slowed) time = Seconds(0);
  r.slowed[static_cast<size_t>(Slowdown::power_cap)] = Seconds(capped_s);
  r.link = PcieLink{4, 16};
  return r;
}

Telemetry of(const std::vector<Reading>& readings) {
  TelemetrySummary summary;
  for (const Reading& one : readings) summary.add(one);
  return summary.result();
}

TEST(TelemetrySummary, HasTheRangeOfEveryPoll) {
  const Telemetry t = of({opened(), end(Moment::began, 1, 0), polled(1000, 300, 55, 1), polled(1400, 500, 60, 4),
                          polled(1200, 400, 58, 0), end(Moment::ended, 3, 700)});
  EXPECT_EQ(t.polls, 3);
  EXPECT_EQ(t.sm_clock, Seen(ClockRange{Hertz(1e9), Hertz(1.2e9), Hertz(1.4e9)}));
  EXPECT_EQ(t.power, Seen(PowerRange{Watts(400), Watts(500)}));
  EXPECT_EQ(t.temperature, Seen(TemperatureRange{50, 60}));
  EXPECT_EQ(t.clock_events, Seen<uint64_t>(5));
  EXPECT_EQ(t.link, Seen(PcieLink{4, 16}));
}

TEST(TelemetrySummary, AddsUpWhatCountersGrewByInTheStretchesAlone) {
  const Telemetry t = of({opened(), end(Moment::began, 1, 100, 2), end(Moment::ended, 3, 110, 2.5),
                          end(Moment::began, 10, 900, 9), end(Moment::ended, 11, 905, 9.25)});
  EXPECT_EQ(t.stretches, 2);
  EXPECT_EQ(t.watched, Seconds(3));
  EXPECT_EQ(t.energy, Seen(Joules(15)));
  EXPECT_EQ(t.slowed[static_cast<size_t>(Slowdown::power_cap)], Seen(Seconds(0.75)));
}

TEST(TelemetrySummary, KnowsNoSumWhereACounterWentBackOrCouldNotBeRead) {
  EXPECT_EQ(of({opened(), end(Moment::began, 1, 9), end(Moment::ended, 3, 8)}).energy.reason,
            "the counter went back, so the driver was loaded anew");
  Reading lost = end(Moment::ended, 3, 0);
  lost.energy = Seen<Joules>::none("the GPU is lost");
  EXPECT_EQ(of({opened(), end(Moment::began, 1, 9), lost, end(Moment::began, 4, 9), end(Moment::ended, 6, 10)}).energy,
            Seen<Joules>::none("the GPU is lost"));
}

TEST(TelemetrySummary, TellsWhyAFigureIsMissing) {
  const Telemetry nothing = of({opened(), reading(Moment::closed)});
  EXPECT_EQ(nothing.sm_clock.reason, "no poll fell into the timed windows");
  EXPECT_EQ(nothing.energy.reason, "nothing was watched");
  EXPECT_EQ(nothing.link.reason, "nothing was watched");
  Reading denied = polled(1000, 300, 55, 0);
  denied.power = Seen<Watts>::none("denied");
  EXPECT_EQ(of({opened(), denied}).power.reason, "denied");
  EXPECT_EQ(of({opened(), denied, polled(1000, 300, 55, 0)}).power, Seen(PowerRange{Watts(300), Watts(300)}));
}

TEST(TelemetrySummary, HasWhatIsReadOnceAtTheEnd) {
  Reading closed = reading(Moment::closed);
  closed.power_limit = Watts(700);
  closed.other_processes = int64_t{1};
  const Telemetry t = of({opened(), closed});
  EXPECT_EQ(t.power_limit, Seen(Watts(700)));
  EXPECT_EQ(t.other_processes, Seen<int64_t>(1));
  EXPECT_EQ(t.energy_refresh, Seen(Seconds(1e-3)));
}

TEST(TrustedEnergy, NeedsTwentyRefreshesInEachStretch) {
  const Seen refresh(Seconds(0.1));
  EXPECT_EQ(trusted_energy(Joules(700), refresh, Seconds(2.5), 1), Seen(Joules(700)));
  EXPECT_EQ(trusted_energy(Joules(700), refresh, Seconds(2.5), 2).reason,
            "a stretch lasted 1.250 s on average, shorter than 20 refreshes of the energy counter (100.0 ms each)");
  EXPECT_FALSE(trusted_energy(Joules(0), refresh, Seconds(0), 0));
}

TEST(TrustedEnergy, IsUnknownForTheReasonOfWhatItNeeds) {
  EXPECT_EQ(trusted_energy(Seen<Joules>::none("denied"), Seconds(0.1), Seconds(9), 1).reason, "denied");
  EXPECT_FALSE(trusted_energy(Joules(1), Seen<Seconds>::none("stood still"), Seconds(9), 1));
}

}  // namespace
}  // namespace gpupeak
