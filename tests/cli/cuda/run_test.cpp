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
  EXPECT_THAT(out(), AllOf(HasSubstr("cuda:0 Plain: CUDA driver 13.0"), Not(HasSubstr("Plain: ECC"))));
  run("name = Bare\nsms = 2\necc = 0\n", {"doctor"});
  EXPECT_THAT(out(), HasSubstr("Bare: its memory has no ECC, or ECC is off"));
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
  EXPECT_EQ(left.measurements.back().reason_kind, ReasonKind::device_lost);
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

// Of a machine with two GPUs, one that no kernel of the program runs on.
TEST_F(RunOnDouble, PassesOverAGpuThatItHasNoKernelsFor) {
  const std::string mixed = "sms = 2\ngpus = 2\ncapability = 7.0,9.0\n";
  ASSERT_EQ(run(mixed, {"list", "devices"}), 0) << err();
  EXPECT_THAT(out(), HasSubstr("not usable: it has compute capability 7.0"));
  ASSERT_EQ(multiply(mixed, "naive"), 0) << err();
  EXPECT_EQ(report().devices.at(0).index, 1);
  EXPECT_EQ(run(mixed, {"info", "--device", "cuda:0"}), 4);
  EXPECT_THAT(err(), AllOf(HasSubstr("compute capability 7.0"), HasSubstr("Turing")));
  EXPECT_EQ(multiply("sms = 2\ncapability = 7.0\n", "naive"), 4);
  EXPECT_THAT(err(), HasSubstr("compute capability 7.0"));
  EXPECT_EQ(run("sms = 2\ncapability = 7.0\n", {"list", "devices"}), 0);
  EXPECT_THAT(out(), HasSubstr("not usable"));
}

TEST_F(RunOnDouble, DoctorOpensNothingAndLosesNothing) {
  says_nvml_ = "devices 8\nsick 3\npersistence 0\n";
  const std::string finding = "persistence mode: off";
  run("sms = 2\nmost_memory = 0\n", {"doctor"});
  EXPECT_THAT(out(), AllOf(HasSubstr(finding), HasSubstr("cuda:0 Double 1"))) << err();
  run("sms = 2\ntaken = 1\ncompute_mode = 3\n", {"doctor"});
  EXPECT_THAT(out(), AllOf(HasSubstr(finding), HasSubstr("exclusive mode"))) << err();
  run("sms = 2\ngpus = 8\nsick = 3\n", {"doctor"});
  EXPECT_THAT(out(), AllOf(HasSubstr(finding), HasSubstr("cuda:3 a GPU that does not answer"), HasSubstr("cuda:7")))
      << err();
}

TEST_F(RunOnDouble, KnowsAnInstanceOfAPartitionedGpuByItsOwnName) {
  management_uuid_ = "MIG-01234567-89ab-cdef-0123-456789abcdef";
  ASSERT_EQ(run("sms = 2\n", {"info"}), 0) << err();
  EXPECT_THAT(out(), AllOf(HasSubstr("MIG-01234567-89ab-cdef-0123-456789abcdef"), Not(HasSubstr("no telemetry"))));
}

// A display's watchdog would end the large product, and with it what follows.
TEST_F(RunOnDouble, SkipsWhatADisplaysWatchdogWouldEnd) {
  const std::string desktop = "sms = 2\nclock_khz = 1\nlaunch_s = 0.1\nthread_s = 0.0004\nwatchdog_s = 2\n";
  ASSERT_EQ(multiply(desktop, "naive", "16,80,20"), 0) << out() << err();
  const Report measured = report();
  ASSERT_EQ(measured.measurements.size(), 3u);
  EXPECT_EQ(measured.measurements[0].outcome, Outcome::measured) << measured.measurements[0].reason;
  EXPECT_EQ(measured.measurements[1].outcome, Outcome::skipped);
  EXPECT_THAT(measured.measurements[1].reason, AllOf(HasSubstr("watchdog"), HasSubstr("try a smaller size")));
  EXPECT_EQ(measured.measurements[2].outcome, Outcome::measured) << measured.measurements[2].reason;
  ASSERT_EQ(run(desktop, {"doctor"}), 0);
  EXPECT_THAT(out(), HasSubstr("watchdog"));
}

TEST_F(RunOnDouble, ASuiteThatTheGpuHasNoRungForIsNoCase) {
  EXPECT_EQ(run("sms = 2\n", {"run", "roofline", "--device", "cuda"}), 4);
  EXPECT_THAT(err(), HasSubstr("no case"));
}

}  // namespace
}  // namespace gpupeak::testing
