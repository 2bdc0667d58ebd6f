#include "method/judge.h"

#include <gtest/gtest.h>

#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

const DeviceInfo judge_device = testing::fake_device_info();

Measurement with_times(const std::vector<double>& times, Hertz clock = Hertz(1e9)) {
  Measurement m;
  m.id = Case("toy");
  m.work.add(Resource::fp32, FlopCount(64e6));  // ceiling 1 ms at 1 GHz
  for (const double time : times) m.samples.push_back({Seconds(time), 1, clock, 0});
  return m;
}

TEST(Judge, MeasuresAgainstBothClocks) {
  Measurement m = with_times(std::vector<double>(10, 4e-3), Hertz(0.5e9));
  judge(m, judge_device);
  EXPECT_EQ(m.outcome, Outcome::measured);
  EXPECT_DOUBLE_EQ(m.rated->time.value, 1e-3);
  EXPECT_DOUBLE_EQ(m.clocked->time.value, 2e-3);
  ASSERT_EQ(m.notes.size(), 1u);
  EXPECT_EQ(text(m.notes[0]), "clock 500 MHz in the window, 50.0 % below the rated 1.00 GHz");
}

TEST(Judge, CallsFasterThanPhysicsImplausible) {
  Measurement m = with_times(std::vector<double>(10, 0.9e-3));
  judge(m, judge_device);
  EXPECT_EQ(m.outcome, Outcome::implausible);
  EXPECT_NE(m.reason.find("fp32"), std::string::npos);
}

TEST(Judge, AllowsWhatTheClockCannotTell) {
  Measurement m = with_times(std::vector<double>(10, 0.96e-3));
  judge(m, judge_device);
  EXPECT_EQ(m.outcome, Outcome::measured);
}

TEST(Judge, IsNotFooledByABoostedClock) {  // faster than rated, but not than the clock allows
  Measurement m = with_times(std::vector<double>(10, 0.6e-3), Hertz(2e9));
  judge(m, judge_device);
  EXPECT_EQ(m.outcome, Outcome::measured);
  EXPECT_GT(m.rated->time.value / m.stats->median, 1.6);
}

// The host's clock is read beside the windows: a reading that something disturbed condemns no result that the rated
// clock allows.
TEST(Judge, CondemnsNothingByAClockThatWasReadBesideTheWindows) {
  Measurement m = with_times(std::vector<double>(10, 1.1e-3), Hertz(0.8e9));  // at 0.8 GHz no less than 1.25 ms
  judge(m, judge_device);
  EXPECT_EQ(m.outcome, Outcome::measured) << m.reason;
  EXPECT_EQ(text(m.notes.back()),
            "faster than its ceiling at the clock seen by 13.6 %: the clock is read before and after a window, and was "
            "misread or higher in between");
  DeviceInfo stamped = judge_device;  // in the window, as on GPUs
  stamped.peak.rates[Resource::fp32].source = Source::datasheet;
  judge(m, stamped);
  EXPECT_EQ(m.outcome, Outcome::implausible);
}

TEST(Judge, SaysWhereTheRateIsFromThatAResultBeats) {
  for (const auto& [source, words] :
       {std::pair{Source::calibrated, "probed on this device"},
        std::pair{Source::configured, "was configured: it is too low (correct or leave"},
        std::pair{Source::datasheet, "is the datasheet's"}, std::pair{Source::attributes, "what the device reports"}}) {
    DeviceInfo device = judge_device;
    device.peak.rates[Resource::fp32].source = source;
    Measurement m = with_times(std::vector<double>(10, 0.5e-3));
    judge(m, device);
    EXPECT_NE(m.reason.find(words), std::string::npos) << m.reason;
    EXPECT_NE(m.reason.find("--peak fp32="), std::string::npos) << m.reason;
  }
}

TEST(Judge, NotesWhatIsFasterThanADoubtedRateAllows) {
  DeviceInfo doubted = judge_device;
  doubted.peak.rates[Resource::fp32].doubt = "nobody publishes it";
  Measurement m = with_times(std::vector<double>(10, 0.5e-3));
  judge(m, doubted);
  EXPECT_EQ(m.outcome, Outcome::measured) << m.reason;
  ASSERT_EQ(m.notes.size(), 1u);
  EXPECT_EQ(text(m.notes[0]),
            "faster than its ceiling by 100.0 %, as the rate of fp32 is not certain: nobody publishes it");
  m = with_times(std::vector<double>(10, 0.96e-3));
  judge(m, doubted);
  EXPECT_TRUE(m.notes.empty());
}

TEST(Judge, StillHoldsATimeAgainstTheRatesThatAreCertain) {
  DeviceInfo doubted = judge_device;
  doubted.peak.rates[Resource::fp32].doubt = "nobody publishes it";
  Measurement m = with_times(std::vector<double>(10, 0.5e-3));
  m.work.amounts[Resource::fp64] = 20e6;  // 0.63 ms at 32 GFLOP/s, less than the 1 ms of fp32
  judge(m, doubted);
  EXPECT_EQ(m.rated->bound_by, Resource::fp32);
  EXPECT_EQ(m.outcome, Outcome::implausible);
  EXPECT_NE(m.reason.find("fp64"), std::string::npos) << m.reason;
}

TEST(Judge, SaysWhereOnlyTheVendorsInstructionsReachTheCeiling) {
  DeviceInfo ahead = judge_device;
  ahead.peak.rates[Resource::fp32].vendor_only = "tcgen05";
  Measurement m = with_times(std::vector<double>(10, 4e-3));
  judge(m, ahead);
  ASSERT_EQ(m.notes.size(), 1u);
  EXPECT_EQ(m.notes[0], (Note{NoteKind::beyond_our_rungs, {}, {"tcgen05"}})) << text(m.notes[0]);
  m = with_times(std::vector<double>(10, 4e-3));
  m.vendor = true;
  judge(m, ahead);
  EXPECT_TRUE(m.notes.empty());
}

// 64 Mflop at 64 GFLOP/s take 1 ms at best; a plain rung may take ten.
TEST(CutOff, IsWhatMayTakeMoreThanHalfOfWhatADisplaysWatchdogAllows) {
  DeviceInfo desktop = judge_device;
  const Work work = with_times({}).work;
  EXPECT_FALSE(may_be_cut_off(work, desktop));
  desktop.longest_launch = Seconds(0.021);
  EXPECT_FALSE(may_be_cut_off(work, desktop));
  EXPECT_FALSE(may_be_cut_off(Work{}, desktop));
  EXPECT_FALSE(is_cut_off(Seconds(0.01), desktop));
  desktop.longest_launch = Seconds(0.019);
  const std::optional<std::string> reason = may_be_cut_off(work, desktop);
  ASSERT_TRUE(reason);
  EXPECT_NE(reason->find("watchdog"), std::string::npos) << *reason;
  EXPECT_NE(reason->find("try a smaller size"), std::string::npos) << *reason;
  EXPECT_TRUE(is_cut_off(Seconds(0.01), desktop));
}

// Wide vector units may pull the clock down: what they are rated at is what a window of theirs is compared with.
TEST(Judge, ComparesTheClockWithTheOneTheArithmeticIsRatedAt) {
  DeviceInfo slowed = judge_device;
  slowed.peak.rates[Resource::fp32].rated_clock = Hertz(0.8e9);
  EXPECT_EQ(rated_clock_for(with_times({}).work, slowed), Hertz(0.8e9));
  EXPECT_EQ(rated_clock_for(Work{}, slowed), Hertz(1e9));
  Measurement m = with_times(std::vector<double>(10, 4e-3), Hertz(0.8e9));
  judge(m, slowed);
  EXPECT_TRUE(m.notes.empty());
}

TEST(Judge, SaysWhenThereAreTooFewSamples) {
  Measurement m = with_times({2e-3, 2e-3, 2e-3});
  judge(m, judge_device);
  ASSERT_EQ(m.notes.size(), 1u);
  EXPECT_EQ(text(m.notes[0]), "only 3 samples: their range covers the median with 75 % confidence");
}

TEST(Judge, TakesTheIntervalOfOneSampleFromWhatIsToldOfTheOthers) {
  Measurement m = with_times({2e-3});
  judge(m, judge_device);
  EXPECT_FALSE(m.stats->median_interval);
  EXPECT_FALSE(m.stats->mad);
  m.summary = Summary{100, Seconds(2e-4)};
  judge(m, judge_device);
  ASSERT_TRUE(m.stats->median_interval);
  EXPECT_NEAR(std::log(m.stats->median_interval->high / 2e-3), 2.6264 * 1.2533 * 0.01, 1e-5);
  m.samples.push_back(m.samples.front());
  judge(m, judge_device);
  EXPECT_LT(m.stats->median_interval->confidence, 0.9) << "two samples are held for themselves";
}

TEST(Distortions, FindsDrift) {
  std::vector<double> times;
  for (int i = 0; i < 20; ++i) times.push_back(1 + 0.004 * i);
  const auto notes = distortions(with_times(times).samples, Hertz(1e9));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(text(notes[0]), "drift: the second half of the samples is 3.9 % slower than the first");
}

TEST(Distortions, FindsTwoModes) {
  std::vector<double> times;
  for (int i = 0; i < 20; ++i) times.push_back((i % 3 ? 1.0 : 1.2) + 1e-4 * (i % 7));
  const auto notes = distortions(with_times(times).samples, Hertz(1e9));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].kind, NoteKind::two_modes) << text(notes[0]);
}

TEST(Distortions, LeavesSteadySamplesAlone) {
  std::vector<double> times;
  for (int i = 0; i < 30; ++i) times.push_back(1 + 1e-3 * ((i * 7) % 11));
  EXPECT_TRUE(distortions(with_times(times).samples, Hertz(1e9)).empty());
}

}  // namespace
}  // namespace gpupeak
