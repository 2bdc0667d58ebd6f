#include "method/expected_time.h"

#include <gtest/gtest.h>

#include "kernels/families.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;

// A core that takes a second for a hundred random numbers or multiply-adds, and a link of 100 B/s.
constexpr UpkeepRates hundred{.generated_per_s = 100,
                              .multiplied_per_s = 100,
                              .cores = 2,
                              .to_device = BytesPerSecond(100),
                              .to_host = BytesPerSecond(100)};

Outlook foreseen;  // what the suite of these tests tells of its case
bool skipped;
constexpr Suite told_suite{.name = "told",
                           .summary = "",
                           .headline = "",
                           .ladder = "",
                           .axes = nullptr,
                           .applies = nullptr,
                           .canonical = nullptr,
                           .has_cache = always_has_cache,
                           .prepare = nullptr,
                           .outlook = [](const Target&, const Case&) -> std::optional<Outlook> {
                             if (skipped) return std::nullopt;
                             return foreseen;
                           }};

class ExpectedTimes : public ::testing::Test {
 protected:
  ExpectedTimes() {
    foreseen = {};
    skipped = false;
    schedule_.stop.warmup = Seconds(0.5);
    schedule_.stop.case_budget = Seconds(2);
    schedule_.stop.min_samples = 10;
    schedule_.stop.min_window = Seconds(0.01);
    schedule_.cases = {{Case("told"), Cache::hot}};
  }
  ExpectedTime expected() {
    const Suite* const suites[] = {&told_suite};
    return expected_time(schedule_, suites, {device_, kernels::host_kernels()}, rates_);
  }

  UpkeepRates rates_ = hundred;
  FakeDevice device_;
  Schedule schedule_;
};

TEST_F(ExpectedTimes, AreWarmUpAndSamplesWhereNothingElseCosts) {
  EXPECT_NEAR(expected().about.value, 10 * 0.01 + 10 * 0.01, 1e-12);
  EXPECT_NEAR(expected().at_most.value, 0.5 + 2, 1e-12);
}

TEST_F(ExpectedTimes, CountWhatTheHostDoesInTwoRoundsOnAllItsCores) {
  const double idle = expected().about.value;
  foreseen.round = {.generated = 50, .multiplied = 100, .to_device = Bytes(30), .to_host = Bytes(20)};
  EXPECT_NEAR(expected().about.value - idle, 2 * (0.25 + 0.5 + 0.3 + 0.2), 1e-12);
  EXPECT_NEAR(expected().at_most.value - 2.5, 2 * (0.25 + 0.5 + 0.3 + 0.2), 1e-12);
}

// The fake device has 64 GFLOP/s: a launch of a second at the peak is taken to last three.
TEST_F(ExpectedTimes, CountTheLaunchesOfEverySetThatVerificationNeeds) {
  foreseen.launch.add(Resource::fp32, FlopCount(64e9));
  foreseen.sets = 5;
  EXPECT_NEAR(expected().at_most.value, 2 * 5 * 3.0 + 3.0 + 3 * 3.0, 1e-9);
}

// Half the cores are lost to others: what has no limit takes twice as long, and at the longest five times that; what
// has one uses it up the more.
TEST_F(ExpectedTimes, ReckonWithWhatOthersLeave) {
  foreseen.round = {.generated = 50};
  rates_.share = 0.5;
  EXPECT_NEAR(expected().about.value, 2 * 0.25 / 0.5 + 0.5 * (0.1 + 0.5) + 0.5 * (0.1 + 2), 1e-12);
  EXPECT_NEAR(expected().longest.value, 5 * 2 * 0.25 / 0.5 + 2.5 + 4 * 2 * 0.01, 1e-12);
}

TEST_F(ExpectedTimes, CountPhasesAndSingleLaunches) {
  foreseen.parts = 0.5;
  EXPECT_NEAR(expected().at_most.value, 2.5 + 1, 1e-12);
}

TEST_F(ExpectedTimes, LeaveOutWhatIsSkipped) {
  skipped = true;
  EXPECT_EQ(expected().at_most, Seconds(0));
}

TEST_F(ExpectedTimes, AreBoundedByTheBudget) {
  schedule_.budget = Seconds(1);
  EXPECT_EQ(expected().at_most, Seconds(1));
  EXPECT_LT(expected().about, Seconds(1));
  EXPECT_NEAR(expected().longest.value, 2.5 + 4 * 2 * 0.01, 1e-9) << "its one case may be the one at hand";
}

// Every look at its clock is a second later.
struct SecondByLook : FakeDevice {
  Seconds now() const override { return looks_ += Seconds(1); }
  mutable Seconds looks_{0};
};

TEST(UpkeepRatesOf, AreWhatADeviceDoesInTheTimeOfItsClock) {
  SecondByLook device;
  const UpkeepRates rates = measure_upkeep_rates(device);
  EXPECT_EQ(rates.generated_per_s, 1 << 20);
  EXPECT_EQ(rates.multiplied_per_s, 64 * 1024);
  EXPECT_EQ(rates.to_device, BytesPerSecond(mib(32).value));
  EXPECT_EQ(rates.to_host, BytesPerSecond(mib(32).value));
}

TEST(UpkeepRatesOf, AreMeasuredWhereLittleMemoryIsLeft) {
  SecondByLook device;
  device.free = mib(4);
  EXPECT_EQ(measure_upkeep_rates(device).to_device, BytesPerSecond(mib(1).value));
}

}  // namespace
}  // namespace gpupeak
