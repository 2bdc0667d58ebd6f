// A probe that another program disturbed reads too little: it is repeated before a result is condemned by it.
#include <gtest/gtest.h>

#include "method/judge.h"
#include "tests/support/toy_run.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::run;
using testing::schedule_of;

// Launches of 1e6 flop in 10 us: 100 GFLOP/s, which is more than the 64 GFLOP/s that the device was first probed at.
FakeDevice faster_than_probed() {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(10e-6); };
  return device;
}

TEST(RepeatedProbe, SavesAResultThatTheFirstProbeWouldCondemn) {
  FakeDevice device = faster_than_probed();
  device.probe = [](Resource, int) { return 128e9; };
  const Report report = run(schedule_of({"slow"}), device);
  const Measurement& m = report.measurements.at(0);
  EXPECT_EQ(m.outcome, Outcome::measured) << m.reason;
  EXPECT_EQ(device.probed, 1);
  EXPECT_DOUBLE_EQ(m.rated->time.value, 1e6 / 128e9);
  EXPECT_DOUBLE_EQ(report.devices.at(0).peak.rates.at(Resource::fp32).per_second, 128e9);
  ASSERT_EQ(m.notes.size(), 1u);
  EXPECT_EQ(
      text(m.notes[0]),
      "the rate of fp32 was probed again, as this case beat it, and rose from 64.0 GFLOP/s to 128 GFLOP/s: another "
      "program had disturbed the first probe");
}

TEST(RepeatedProbe, IsTriedMoreThanOnce) {
  FakeDevice device = faster_than_probed();
  device.probe = [](Resource, int attempt) { return attempt < 2 ? 60e9 : 128e9; };
  EXPECT_EQ(run(schedule_of({"slow"}), device).measurements.at(0).outcome, Outcome::measured);
  EXPECT_EQ(device.probed, 3);
}

TEST(RepeatedProbe, LeavesImplausibleWhatItDoesNotExplain) {
  for (const double reading : {64e9, 70e9}) {  // 70: higher, but not by enough
    FakeDevice device = faster_than_probed();
    device.probe = [reading](Resource, int) { return reading; };
    const Measurement m = run(schedule_of({"slow"}), device).measurements.at(0);
    EXPECT_EQ(m.outcome, Outcome::implausible);
    EXPECT_EQ(device.probed, 3);
    EXPECT_NE(m.reason.find("the rate was probed on this device: the probe was disturbed"), std::string::npos)
        << m.reason;
    EXPECT_TRUE(m.reason.ends_with("; probed again it read no more")) << m.reason;
  }
}

TEST(RepeatedProbe, CorrectsWhatWasJudgedBefore) {
  Measurement earlier;
  earlier.id = Case("toy", {{"n", "9"}});
  earlier.work.add(Resource::fp32, FlopCount(1e6));
  earlier.samples = {{Seconds(24e-6), 1, Hertz(1e9), 0}};
  FakeDevice device = faster_than_probed();
  device.probe = [](Resource, int) { return 128e9; };
  judge(earlier, device.info());
  ASSERT_DOUBLE_EQ(earlier.rated->time.value, 1e6 / 64e9);
  Report report;
  report.devices.push_back(device.info());
  report.measurements.push_back(earlier);
  run_schedule(schedule_of({"slow"}), testing::toy_suites, {device, testing::no_kernels}, 0, {}, report);
  EXPECT_DOUBLE_EQ(report.measurements.at(0).rated->time.value, 1e6 / 128e9);
  EXPECT_EQ(report.measurements.at(0).outcome, Outcome::measured);
}

TEST(RepeatedProbe, IsOfProbedRatesAlone) {
  DeviceInfo info = testing::fake_device_info();
  info.peak.rates[Resource::fp32].source = Source::configured;
  FakeDevice device(info);
  device.launch_time = [](int64_t) { return Seconds(10e-6); };
  device.probe = [](Resource, int) { return 128e9; };
  EXPECT_EQ(run(schedule_of({"slow"}), device).measurements.at(0).outcome, Outcome::implausible);
  EXPECT_EQ(device.probed, 0);
}

}  // namespace
}  // namespace gpupeak
