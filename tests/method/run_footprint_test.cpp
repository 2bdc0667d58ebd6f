// What a case costs beside time: memory and energy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "method/metrics.h"
#include "method/run.h"
#include "tests/support/fake_device.h"
#include "tests/support/toy_run.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::good_trial;
using testing::run;
using testing::schedule_of;
using testing::ToyScript;

TEST(RunFootprint, ChargesACaseWithTheMemoryThatPreparingAndVerifyingItTook) {
  FakeDevice device;
  device.in_use = mib(100);
  const ToyScript script([&](const Target&, const Case& id) {
    const bool large = id.text("rung") == "slow";
    *device.in_use += mib(large ? 30 : 3);
    Trial trial = good_trial();
    trial.reset = [&device, large](uint64_t round) {
      if (round == 0) *device.in_use += mib(large ? 20 : 2);
    };
    return trial;
  });
  const Report report = run(schedule_of({"slow", "fast"}), device);
  EXPECT_EQ(report.measurements.at(0).memory_growth, mib(50)) << "opponents are prepared together";
  EXPECT_EQ(report.measurements.at(1).memory_growth, mib(5));
}

TEST(RunFootprint, KnowsNoMemoryWhereTheDeviceCannotTell) {
  FakeDevice device;
  EXPECT_FALSE(run(schedule_of({"fast"}), device).measurements.at(0).memory_growth);
}

// 12 J in the second for which it watched.
class CountingEnergy : public Watch {
 public:
  explicit CountingEnergy(OnReading told) : told_(std::move(told)) {
    Reading opened;
    opened.moment = Reading::Moment::opened;
    opened.energy_refresh = Seconds(1e-3);
    told_(opened);
  }
  void start() override { tell(Reading::Moment::began, Seconds(1), Joules(100)); }
  void stop() override { tell(Reading::Moment::ended, Seconds(2), Joules(112)); }
  void close() override {}

 private:
  void tell(Reading::Moment moment, Seconds at, Joules energy) {
    Reading reading;
    reading.moment = moment;
    reading.at = at;
    reading.energy = energy;
    told_(reading);
  }
  OnReading told_;
};

class CountingDevice : public FakeDevice {
 public:
  std::unique_ptr<Watch> watch(const OnReading& told) override { return std::make_unique<CountingEnergy>(told); }
};

TEST(RunFootprint, EnergyIsSharedOutAmongTheSamplesOfTheWindowsWatched) {
  CountingDevice device;
  const ToyScript script([](const Target&, const Case&) {
    Trial trial = good_trial();
    trial.work.samples = 6;
    return trial;
  });
  const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
  double launches = 0;
  for (const Sample& sample : m.samples) launches += static_cast<double>(sample.launches);
  EXPECT_DOUBLE_EQ(metric_named("energy_per_sample_j")->value(m).value(), 12 / (6 * launches));
}

}  // namespace
}  // namespace gpupeak
