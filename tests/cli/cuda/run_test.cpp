// The whole program on a scripted GPU: what a user of each machine sees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/cuda/run_on_double.h"

namespace gpupeak::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(RunOnDouble, MeasuresAndVerifiesOnTheGpuWithoutBeingAsked) {
  ASSERT_EQ(run("name = NVIDIA Double\nsms = 2\n", {"list", "devices"}), 0) << err();
  EXPECT_THAT(out(), AllOf(HasSubstr("cuda:0"), HasSubstr("NVIDIA Double")));
  ASSERT_EQ(multiply("sms = 2\n", "naive,vectors"), 0) << out() << err();
  const Report measured = report();
  ASSERT_EQ(measured.measurements.size(), 2u);
  for (const Measurement& m : measured.measurements) {
    EXPECT_EQ(m.outcome, Outcome::measured) << m.reason;
    EXPECT_TRUE(m.check && m.check->ok);
    EXPECT_NEAR(m.stats->median, 1e-3, 1e-8);
    ASSERT_TRUE(m.clock);
    EXPECT_NEAR(m.clock->value, 1e9, 1e4) << "the clock that the GPU stamped";
  }
}

TEST_F(RunOnDouble, DoctorSaysWhatTheGpuSaysOfItself) {
  run("name = Plain\nsms = 2\n", {"doctor"});
  EXPECT_THAT(out(), AllOf(HasSubstr("Plain: CUDA driver 13.0"), Not(HasSubstr("Plain: ECC"))));
  run("name = Bare\nsms = 2\necc = 0\n", {"doctor"});
  EXPECT_THAT(out(), HasSubstr("Bare: ECC is off"));
}

TEST_F(RunOnDouble, SaysThatTheGpuRanBelowItsClock) {
  ASSERT_EQ(multiply("sms = 2\nclock_factor = 0.7\n", "naive"), 0) << err();
  EXPECT_THAT(out(), HasSubstr("30.0 % below the rated"));
}

TEST_F(RunOnDouble, SaysWhatTheGpuSawOfItself) {
  says_nvml_ = "power_w 699\nlimit_w 700\nevents 4\nstep_ns.74 500000000\nsm_mhz 700\nmax_sm_mhz 1000\n";
  ASSERT_EQ(multiply("sms = 2\nclock_factor = 0.7\n", "naive"), 0) << err();
  const Report measured = report();
  ASSERT_TRUE(measured.measurements[0].telemetry);
  EXPECT_EQ(measured.measurements[0].telemetry->power->max, Watts(699));
  EXPECT_THAT(place_text("report/report.json"), HasSubstr("power"));
}

TEST_F(RunOnDouble, DoctorLooksAtTheGpu) {
  says_nvml_ = "persistence 0\nlimit_w 400\n";
  run("sms = 2\n", {"doctor"});
  EXPECT_THAT(out(), AllOf(HasSubstr("persistence"), HasSubstr("400 W")));
}

TEST_F(RunOnDouble, AGpuThatIsLostEndsItsCasesAndLosesNoResult) {
  // Some 800 launches tell what a launch costs, when the GPU is opened.
  EXPECT_EQ(multiply("sms = 2\nlost_at = 906\n", "naive", "16,24,32"), 3) << out();
  const Report left = report();
  ASSERT_EQ(left.measurements.size(), 3u);
  EXPECT_EQ(left.measurements[0].outcome, Outcome::measured);
  EXPECT_EQ(left.measurements.back().outcome, Outcome::skipped);
  EXPECT_THAT(left.measurements.back().reason, HasSubstr("the device was lost in an earlier case"));
}

TEST_F(RunOnDouble, ACaseThatDoesNotFitIsASkipThatSaysWhatDoes) {
  EXPECT_EQ(multiply("sms = 2\nmemory = 67108864\n", "naive", "24,8192"), 0) << err();
  const Report measured = report();
  EXPECT_EQ(measured.measurements[0].outcome, Outcome::measured);
  EXPECT_EQ(measured.measurements[1].outcome, Outcome::skipped);
  EXPECT_THAT(measured.measurements[1].reason, HasSubstr("--set matmul.n="));
}

TEST_F(RunOnDouble, WithoutADriverAsksForOne) {
  EXPECT_EQ(multiply("error = 35\ndriver = 0\n", "naive"), 4);
  EXPECT_THAT(err(), HasSubstr("no NVIDIA driver"));
  EXPECT_EQ(multiply("error = 35\ndriver = 12020\n", "naive"), 4);
  EXPECT_THAT(err(), HasSubstr("the NVIDIA driver speaks CUDA 12.2, this program needs 13.0"));
}

TEST_F(RunOnDouble, AGpuThatCannotBeUsedIsNotPassedOverInSilence) {
  EXPECT_EQ(run("error = 35\ndriver = 12040\n", {"list", "cases", "launch"}), 0);
  EXPECT_THAT(err(), AllOf(HasSubstr("cuda is passed over: the NVIDIA driver speaks CUDA 12.4"),
                           HasSubstr("going on with host (gpupeak doctor says what helps)")));
  EXPECT_EQ(run("sms = 2\n", {"list", "cases", "launch"}), 0);
  EXPECT_EQ(err(), "");
}

TEST_F(RunOnDouble, ASuiteThatTheGpuHasNoRungForIsNoCase) {
  EXPECT_EQ(run("sms = 2\n", {"run", "roofline", "--device", "cuda"}), 4);
  EXPECT_THAT(err(), HasSubstr("no case"));
}

}  // namespace
}  // namespace gpupeak::testing
