// Each cause of a gap in its own sentence, and which of two goes first.
#include "analysis/gaps/why.h"

#include <gtest/gtest.h>

#include <cmath>

#include "method/judge.h"
#include "tests/support/fake_device.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

DeviceInfo gpu() {
  DeviceInfo d = testing::fake_device_info();
  d.units = 100;
  for (const Resource moved : {Resource::dram, Resource::link_to_device, Resource::link_to_host})
    d.peak.rates[moved] = {1e12, std::nullopt, Scope::shared, Source::datasheet, ""};
  return d;
}

Telemetry calm() {
  Telemetry t;
  t.watched = Seconds(2);
  t.stretches = 1;
  t.sm_clock = ClockRange{Hertz(1e9), Hertz(1e9), Hertz(1e9)};
  t.power = PowerRange{Watts(350), Watts(360)};
  t.power_limit = Watts(700);
  t.temperature = TemperatureRange{40, 50};
  for (Seen<Seconds>& slowed : t.slowed) slowed = Seconds(0);
  t.link = t.link_max = PcieLink{5, 16};
  t.ecc_uncorrected = 0;
  t.remapped_rows = RemappedRows{};
  t.other_processes = 0;
  return t;
}

// 64 Mflop of fp32, whose ceiling is 1 ms at 1 GHz; or 1 GB of dram or of a link, likewise.
Measurement why_measured(double time, Hertz clock = Hertz(1e9), Resource bound_by = Resource::fp32) {
  Measurement m;
  m.id = Case("toy", {{"n", "1"}});
  if (row(bound_by).unit == Unit::byte)
    m.work.add(bound_by, Bytes(1e9));
  else
    m.work.add(Resource::fp32, FlopCount(64e6));
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(time), 1, clock, 0});
  judge(m, gpu());
  m.telemetry = calm();
  return m;
}

Telemetry with(Slowdown one, double seconds) {
  Telemetry t = calm();
  t.slowed[static_cast<size_t>(one)] = Seconds(seconds);
  return t;
}

std::string line(const std::string& title, const Measurement& m, const DeviceInfo& device = gpu()) {
  const std::optional<Why> found = why(m, device);
  return title + ": " + (found ? std::string(found->cause) + ": " + found->sentence : "none") + "\n";
}

TEST(Why, SaysEachCauseInASentenceWithItsNumbers) {
  std::string text = line("healthy", why_measured(1.02e-3));
  Measurement m = why_measured(1.8e-3, Hertz(0.6e9));
  m.telemetry = with(Slowdown::power_cap, 1.8);
  m.telemetry->power = PowerRange{Watts(398), Watts(401)};
  m.telemetry->power_limit = Watts(400);
  text += line("power capped", m);
  m.telemetry = with(Slowdown::software_thermal, 0.9);
  m.telemetry->temperature = TemperatureRange{60, 91};
  text += line("thermal", m);
  m.telemetry = calm();
  text += line("low clock", m);
  m = why_measured(2e-3, Hertz(1e9), Resource::dram);
  m.telemetry->other_processes = 2;
  text += line("shared", m);
  m.telemetry = with(Slowdown::power_cap, 1.8);
  text += line("power capped, bound by memory", m);
  m.telemetry = calm();
  m.telemetry->ecc_uncorrected = 3;
  m.telemetry->remapped_rows = RemappedRows{0, 1, true, false};
  text += line("ecc", m);
  m.telemetry = calm();
  text += line("transfers", m);
  for (const Resource way : {Resource::link_to_device, Resource::link_to_host}) {
    m = why_measured(9e-3, Hertz(1e9), way);
    m.telemetry = calm();
    m.telemetry->link = PcieLink{3, 8};
    text += line(std::string(row(way).name), m);
  }
  m = why_measured(2e-3);
  m.launch = LaunchShape{"matmul", 110, 256, 128, kib(48), 1, 2048, "registers"};
  text += line("tail wave", m);
  m.launch = LaunchShape{"matmul", 100000, 256, 128, kib(48), 1, 2048, "registers"};
  text += line("occupancy", m);
  DeviceInfo slow_launches = gpu();
  slow_launches.launch_overhead = Seconds(1.5e-3);
  text += line("launch-bound", why_measured(2e-3), slow_launches);
  DeviceInfo cached = gpu();
  m = why_measured(0.5e-3, Hertz(1e9), Resource::dram);
  m.work.working_set = mib(4);
  text += line("cache", m, cached);
  text += line("operands", why_measured(3e-3));
  EXPECT_TRUE(testing::is_golden("why.txt", text)) << text;
}

// As on a machine in a container of half a core: what is unknown and what binds the case are no answer then.
TEST(Why, BlamesAQuotaThatStoppedTheProcessBeforeWhatIsUnknown) {
  for (const Resource bound_by : {Resource::fp32, Resource::dram}) {
    Measurement m = why_measured(9e-3, Hertz(1e9), bound_by);
    m.rated->unknown = {Resource::l3};
    ASSERT_NE(why(m, gpu())->cause, "CPU quota");
    m.throttling = Throttling{463, 434, Seconds(21.3)};
    const std::optional<Why> found = why(m, gpu());
    EXPECT_EQ(found->cause, "CPU quota");
    EXPECT_EQ(
        found->sentence,
        "a quota of CPU time stopped the process in 434 of 463 periods (93.7 %), for 21.30 s of all CPUs together: "
        "raise the container's CPU limit, or use fewer cores with taskset");
    m.throttling->throttled = 4;  // too few to be noticed
    EXPECT_NE(why(m, gpu())->cause, "CPU quota");
  }
}

TEST(Why, DoesNotBlameASlowdownThatTheClockDoesNotShow) {
  Measurement m = why_measured(4e-3, Hertz(0.97e9));
  m.telemetry = with(Slowdown::power_cap, 1.9);
  EXPECT_EQ(why(m, gpu())->cause, "operands");
}

TEST(Why, DoesNotBlameASlowdownOfAMoment) {
  Measurement m = why_measured(1.8e-3, Hertz(0.6e9));
  m.telemetry = with(Slowdown::power_cap, 0.05);
  EXPECT_EQ(why(m, gpu())->cause, "low clock");
}

TEST(Why, DoesNotBlameALinkThatSleptWhenItWasRead) {
  Measurement m = why_measured(1.1e-3, Hertz(1e9), Resource::link_to_host);  // faster than generation 1 could be
  m.telemetry->link = PcieLink{1, 16};
  EXPECT_EQ(why(m, gpu())->cause, "transfers");
  m = why_measured(17e-3, Hertz(1e9), Resource::link_to_host);
  m.telemetry->link = PcieLink{1, 16};
  EXPECT_EQ(why(m, gpu())->cause, "link degraded");
  m = why_measured(2e-3, Hertz(1e9), Resource::link_to_host);  // generation 6 carries 242 of 256 bytes
  m.telemetry->link = PcieLink{5, 16};
  m.telemetry->link_max = PcieLink{6, 16};
  EXPECT_NEAR(*why(m, gpu())->explains, std::log(32 * 128. / 130 / (64 * 242. / 256)) / std::log(0.5), 1e-3);
  m.telemetry->link = m.telemetry->link_max = PcieLink{7, 16};  // of which nobody knows the rate
  EXPECT_EQ(why(m, gpu())->cause, "transfers");
}

TEST(Why, TakesTheCauseThatExplainsMost) {
  Measurement m = why_measured(4e-3, Hertz(0.5e9));  // half of the gap is the clock's
  m.launch = LaunchShape{"k", 101, 256, 32, Bytes(0), 1, 2048, ""};
  DeviceInfo device = gpu();
  EXPECT_EQ(why(m, device)->cause, "low clock");
  device.launch_overhead = Seconds(3.2e-3);
  const std::optional<Why> found = why(m, device);
  EXPECT_EQ(found->cause, "launch-bound");
  EXPECT_EQ(found->explains, 1.0);
}

TEST(Why, TakesUnknownFieldsForUnknown) {
  Measurement m = why_measured(2e-3, Hertz(1e9), Resource::dram);
  m.telemetry = Telemetry{};
  EXPECT_EQ(why(m, gpu())->cause, "transfers");
  m.telemetry.reset();
  EXPECT_EQ(why(m, gpu())->cause, "transfers");
}

TEST(Why, HasNothingToSayWithoutATimeOrACeiling) {
  Measurement m = why_measured(2e-3);
  m.rated.reset();
  EXPECT_FALSE(why(m, gpu()));
  m = why_measured(2e-3);
  m.outcome = Outcome::wrong;
  EXPECT_FALSE(why(m, gpu()));
}

}  // namespace
}  // namespace gpupeak
