// The real sampling thread against the double of NVML: what each scenario leaves in a measurement.
#include "device/nvml/telemetry.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/device/nvml/watched.h"

namespace gpupeak::nvml {
namespace {

using testing::Scenario;
using testing::Watched;

WatchOptions quick() { return {.first_poll = Seconds(0), .interval = Seconds(1e-4), .energy_refresh = Seconds(1e-6)}; }

// A watch that saw two stretches, each long enough to be polled.
Telemetry watched(const Scenario& s, const WatchOptions& options = quick()) {
  const Watched watching(s, options);
  for (int stretch = 0; stretch < 2; ++stretch) {
    watching.watch->start();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    watching.watch->stop();
  }
  return watching.result();
}

const Seen<Seconds>& slowed(const Telemetry& t, Slowdown one) { return t.slowed[static_cast<size_t>(one)]; }

TEST(GpuTelemetry, OfAHealthyGpuIsComplete) {
  const Telemetry t = watched(Scenario("healthy"));
  EXPECT_EQ(t.stretches, 2);
  EXPECT_GT(t.polls, 0);
  EXPECT_EQ(t.sm_clock, Seen(ClockRange{Hertz(1980e6), Hertz(1980e6), Hertz(1980e6)}));
  EXPECT_EQ(t.power, Seen(PowerRange{Watts(350), Watts(350)}));
  EXPECT_EQ(t.power_limit, Seen(Watts(700)));
  EXPECT_EQ(t.energy, Seen(Joules(2)));  // the counter moves by 1 J at each reading
  EXPECT_EQ(t.temperature, Seen(TemperatureRange{50, 50}));
  for (const Seen<Seconds>& time : t.slowed) EXPECT_EQ(time, Seen(Seconds(0)));
  EXPECT_EQ(t.clock_events, Seen<uint64_t>(0));
  EXPECT_EQ(t.link, t.link_max);
  EXPECT_EQ(t.ecc_uncorrected, Seen<int64_t>(0));
  EXPECT_EQ(t.remapped_rows, Seen(RemappedRows{}));
  EXPECT_EQ(t.other_processes, Seen<int64_t>(0));
}

TEST(GpuTelemetry, AddsUpTheExactTimeOfEachSlowdown) {
  const Telemetry power = watched(Scenario("power_capped"));
  EXPECT_DOUBLE_EQ(slowed(power, Slowdown::power_cap)->value, 1.8);
  EXPECT_EQ(slowed(power, Slowdown::thermal), Seen(Seconds(0)));
  EXPECT_EQ(power.clock_events, Seen<uint64_t>(event_power_cap));
  const Telemetry heat = watched(Scenario("thermal"));
  EXPECT_DOUBLE_EQ(slowed(heat, Slowdown::software_thermal)->value, 1.0);
  EXPECT_DOUBLE_EQ(slowed(heat, Slowdown::hardware_thermal)->value, 0.6);
}

TEST(GpuTelemetry, RefusesJoulesOfShortStretches) {
  WatchOptions options = quick();
  options.energy_refresh = Seconds(3600);
  const Telemetry t = watched(Scenario("healthy"), options);
  EXPECT_FALSE(t.energy);
  EXPECT_NE(t.energy.reason.find("shorter than 20 refreshes"), std::string::npos) << t.energy.reason;
  options.energy_refresh = Seen<Seconds>::none("it stood still");
  EXPECT_NE(watched(Scenario("healthy"), options).energy.reason.find("it stood still"), std::string::npos);
}

TEST(GpuTelemetry, GivesAReasonForEveryFieldOfALostGpu) {
  const Telemetry t = watched(Scenario("lost"));
  const std::string lost = text(NvmlStatus::gpu_lost);
  EXPECT_EQ(t.energy.reason, lost);
  EXPECT_EQ(t.link.reason, lost);
  EXPECT_EQ(t.power_limit.reason, lost);
  EXPECT_EQ(t.other_processes.reason, lost);
}

TEST(GpuTelemetry, GivesAReasonForWhatIsNotPermitted) {
  const Telemetry t = watched(Scenario("no_permission"));
  const std::string denied = text(NvmlStatus::no_permission);
  EXPECT_EQ(t.power, Seen<PowerRange>::none(denied));
  EXPECT_EQ(t.energy, Seen<Joules>::none(denied));
  EXPECT_EQ(slowed(t, Slowdown::power_cap), Seen<Seconds>::none(denied));
  EXPECT_EQ(t.other_processes, Seen<int64_t>::none(denied));
  EXPECT_TRUE(t.sm_clock);
}

TEST(GpuTelemetry, SaysWhatAnInstanceOfAPartitionedGpuDoesNotTell) {
  const Telemetry t = watched(Scenario("mig"));
  EXPECT_EQ(t.sm_clock.reason, text(NvmlStatus::not_supported));
  EXPECT_EQ(t.power.reason, text(NvmlStatus::not_supported));
  EXPECT_TRUE(t.temperature);
}

TEST(GpuTelemetry, LosesOnlyWhatAnOldDriverLacks) {
  const Telemetry t = watched(Scenario("healthy", GPUPEAK_NVML_DOUBLE_OLD));
  EXPECT_EQ(t.energy.reason, text(NvmlStatus::function_not_found));
  EXPECT_EQ(t.remapped_rows.reason, text(NvmlStatus::function_not_found));
  EXPECT_TRUE(t.sm_clock && t.power && t.power_limit && t.clock_events && t.other_processes);
}

TEST(GpuTelemetry, SeesErrorsOfMemoryLinksAndNeighbours) {
  const Telemetry ecc = watched(Scenario("ecc"));
  EXPECT_EQ(ecc.ecc_uncorrected, Seen<int64_t>(3));
  EXPECT_TRUE(ecc.remapped_rows->pending);
  EXPECT_EQ(watched(Scenario("link_degraded")).link, Seen(PcieLink{3, 4}));
  EXPECT_EQ(watched(Scenario("shared")).other_processes, Seen<int64_t>(1));
}

TEST(GpuTelemetry, IsToldReadingByReadingInTheOrderOfTime) {
  const Scenario s("healthy");
  std::vector<Reading> told;
  const auto watching =
      watch(s.library, s.device, quick(), [&told](const Reading& reading) { told.push_back(reading); });
  watching->start();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  watching->stop();
  watching->close();
  ASSERT_GE(told.size(), 5u);
  EXPECT_EQ(told[0].moment, Reading::Moment::opened);
  EXPECT_EQ(told[1].moment, Reading::Moment::began);
  EXPECT_EQ(told[2].moment, Reading::Moment::during);
  EXPECT_EQ(told[2].sm_clock, Seen(Hertz(1980e6)));
  EXPECT_FALSE(told[2].energy) << "counters are read at the ends of a stretch";
  EXPECT_EQ(told[told.size() - 2].moment, Reading::Moment::ended);
  EXPECT_EQ(told.back().moment, Reading::Moment::closed);
  EXPECT_LT(told[1].at, told[2].at);
  EXPECT_LT(told[1].at, told[told.size() - 2].at);
}

TEST(GpuTelemetry, ThatWatchedNothingKnowsNothing) {
  const Scenario s("healthy");
  const Telemetry t = Watched(s, quick()).result();
  EXPECT_EQ(t.polls, 0);
  EXPECT_FALSE(t.sm_clock || t.power || t.energy || t.link || t.slowed[0]);
}

TEST(GpuTelemetry, EndsWhenItIsStartedTwiceOrNeverStopped) {
  const Scenario s("healthy");
  const Watched watching(s, quick());
  watching.watch->start();
  watching.watch->start();
  EXPECT_EQ(watching.result().stretches, 2);
  watching.watch->start();  // the destructor ends it
}

}  // namespace
}  // namespace gpupeak::nvml
