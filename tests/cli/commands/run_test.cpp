#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report_json.h"
#include "method/metrics.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Report run_saved(const CommandLine& gpupeak) { return read_report(gpupeak.read("report/report.json"), "report.json"); }

std::vector<std::string> ids(const Report& report) {
  std::vector<std::string> all;
  for (const Measurement& m : report.measurements) all.push_back(m.id.id());
  return all;
}

TEST(Run, MeasuresTheScheduleAndSavesTheReport) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 0) << ran.err;
  const Report report = run_saved(gpupeak);
  EXPECT_EQ(report.run.state, "complete");
  EXPECT_EQ(report.run.started_at, "2025-01-31T12:00:00Z");
  EXPECT_EQ(report.run.schedule.preset, "script.json");
  EXPECT_EQ(report.tool.commit, "abc");
  EXPECT_THAT(ids(report), ElementsAre("alpha/n=64/rung=slow/cache=hot", "alpha/n=64/rung=fast/cache=hot",
                                       "alpha/n=128/rung=slow/cache=hot", "alpha/n=128/rung=fast/cache=hot"));
  for (const Measurement& m : report.measurements) {
    ASSERT_EQ(m.outcome, Outcome::measured);
    EXPECT_DOUBLE_EQ(m.stats->median, 1e-3);
  }
}

TEST(Run, PutsTablesOnStdoutAndProgressOnStderr) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure();
  EXPECT_THAT(ran.out, HasSubstr("alpha"));
  EXPECT_THAT(ran.out, Not(HasSubstr("[1/4]")));
  EXPECT_THAT(ran.err, HasSubstr("[1/4] alpha/n=64/rung=slow/cache=hot  1.000 ms\n"));
  EXPECT_THAT(ran.err, Not(HasSubstr("\033")));
}

TEST(Run, QuietSaysNothingOnStderr) {
  CommandLine gpupeak;
  EXPECT_EQ(gpupeak.measure({"--quiet"}).err, "");
}

TEST(Run, WritesTheFormatsAskedForAndAlwaysTheReport) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--format", "csv"});
  EXPECT_EQ(ran.out, "") << "no console asked for";
  EXPECT_THAT(gpupeak.read("report/report.csv"), HasSubstr("alpha/n=64/rung=slow/cache=hot"));
  EXPECT_EQ(ids(run_saved(gpupeak)).size(), 4u);
}

TEST(Run, LongCsvHasARowPerSample) {
  CommandLine gpupeak;
  gpupeak.measure({"--format", "csv", "--csv", "long"});
  const std::string csv = gpupeak.read("report/report.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 4 * 5);
}

TEST(Run, SetFilterAndExcludeChooseTheCases) {
  CommandLine gpupeak;
  gpupeak.measure(
      {"--set", "alpha.n=64-256*2", "--filter", "*n=64*", "--filter", "*n=256*", "--exclude", "*rung=slow*"});
  EXPECT_THAT(ids(run_saved(gpupeak)),
              ElementsAre("alpha/n=64/rung=fast/cache=hot", "alpha/n=256/rung=fast/cache=hot"));
}

TEST(Run, CacheDataSeedAndBudgetReachTheSchedule) {
  CommandLine gpupeak;
  gpupeak.measure(
      {"--cache", "both", "--data", "zeros", "--seed", "7", "--budget", "2m", "--filter", "*n=64/rung=slow*"});
  const Report report = run_saved(gpupeak);
  EXPECT_THAT(ids(report),
              ElementsAre("alpha/n=64/rung=slow/cache=hot/data=zeros", "alpha/n=64/rung=slow/cache=cold/data=zeros"));
  EXPECT_EQ(report.run.schedule.seed, 7u);
  EXPECT_EQ(report.run.schedule.data, DataKind::zeros);
  EXPECT_EQ(report.run.schedule.budget, Seconds(120));
}

TEST(Run, RandomOrderIsMeasuredAsDrawnAndReportedAsScheduled) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--order", "random", "--seed", "2", "--set", "alpha.n=1-8+1", "-v"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const Report report = run_saved(gpupeak);
  EXPECT_EQ(report.run.schedule.order, Order::random);
  EXPECT_EQ(ids(report).front(), "alpha/n=1/rung=slow/cache=hot");
  EXPECT_EQ(ids(report).back(), "alpha/n=8/rung=fast/cache=hot");
  EXPECT_THAT(ran.err, Not(HasSubstr("[1/16] alpha/n=1/")));
  EXPECT_THAT(ran.out, HasSubstr("random order")) << "the tables say so";
  EXPECT_THAT(gpupeak.measure({"--order", "random", "--dry-run"}).out, HasSubstr("random data, random order, on"));
}

TEST(Run, OpponentsMeetInEachCacheState) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--cache", "both", "--filter", "*n=64*"});
  EXPECT_THAT(ran.err, HasSubstr("[2/4] alpha/n=64/rung=fast/cache=hot"));
}

TEST(Run, AUsersPeakIsConfiguredAndNoLongerUnknown) {
  CommandLine gpupeak;
  gpupeak.measure({"--peak", "dram=51.2GB/s", "--peak", "fp32=2GFLOP/s"});
  const Report report = run_saved(gpupeak);
  const Peak& peak = report.devices.at(0).peak;
  EXPECT_EQ(peak.rates.at(Resource::dram).source, Source::configured);
  EXPECT_DOUBLE_EQ(peak.rates.at(Resource::dram).per_second, 51.2e9);
  EXPECT_FALSE(peak.unknown.contains(Resource::dram));
  EXPECT_DOUBLE_EQ(report.measurements.at(0).rated->time.value, 1e6 / 2e9) << "the ceiling follows";
}

TEST(Run, FasterThanThePeakIsImplausibleAndExitsWithThree) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--peak", "fp32=500MFLOP/s"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(run_saved(gpupeak).measurements.at(0).outcome, Outcome::implausible);
}

TEST(Run, WrongAndFailedCasesExitWithThreeAndAreSaidAtOnce) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"faulty"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("faulty/kind=wrong/cache=hot  wrong: x[7] is 3"));
  EXPECT_THAT(ran.err, HasSubstr("faulty/kind=throws/cache=hot  failed: the script ends here"));
  const Report report = run_saved(gpupeak);
  ASSERT_EQ(report.measurements.size(), 4u);
  EXPECT_TRUE(report.measurements[1].samples.empty()) << "a wrong result has no time";
}

TEST(Run, OneWrongCaseAloneIsStillWrong) {
  CommandLine gpupeak;
  EXPECT_EQ(gpupeak.measure({"faulty", "--set", "faulty.kind=wrong"}).code, 3);
}

TEST(Run, ExitsWithFourWhenEveryCaseWasSkipped) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"faulty", "--set", "faulty.kind=skips"});
  EXPECT_EQ(ran.code, 4);
  EXPECT_EQ(run_saved(gpupeak).measurements.at(0).reason, "needs 40 GiB, device has 24 GiB");
}

TEST(Run, ExitsWithFourWhenNoCasePassesTheFilter) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--filter", "nothing*"});
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("gpupeak list cases"));
}

TEST(Run, ExitsWithFourAndEveryReasonWhenThereIsNoDevice) {
  CommandLine gpupeak;
  gpupeak.absent = "the script has no machine";
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("ghost: built without ghosts"));
  EXPECT_THAT(ran.err, HasSubstr("fake: the script has no machine"));
}

TEST(Run, SaysWhatWasPassedOverAndKeepsItInTheReport) {
  CommandLine gpupeak;
  gpupeak.ghost_in_machine = true;
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--quiet"}, {"--dry-run"}}) {
    const Ran ran = gpupeak.measure(more);
    EXPECT_EQ(ran.code, 0);
    EXPECT_TRUE(
        ran.err.starts_with("gpupeak: ghost is passed over: built without ghosts; going on with fake (gpupeak "
                            "doctor says what helps)\n"))
        << ran.err;
  }
  EXPECT_THAT(texts(run_saved(gpupeak).devices.at(0).notes), Contains("ghost is passed over: built without ghosts"));
  EXPECT_EQ(gpupeak.measure({"--quiet", "--device", "fake"}).err, "") << "what was asked for is not passed over";
}

TEST(Run, ExitsWithFourWhenTheDeviceNamedIsNotThere) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--device", "ghost"});
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("--device ghost: built without ghosts"));
}

TEST(Run, ExitsWithFourWhenTheDeviceCannotBeOpened) {
  CommandLine gpupeak;
  gpupeak.broken = "the door is stuck";
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("fake:0 cannot be opened: the door is stuck"));
}

TEST(Run, ADeviceLostInTheMiddleLeavesWhatWasMeasured) {
  CommandLine gpupeak;
  int64_t windows = 0;
  gpupeak.measure();
  gpupeak.before_window = [&](int64_t window) { windows = window; };
  gpupeak.measure();
  gpupeak.before_window = [&](int64_t window) {
    if (window == windows - 1) throw DeviceLost("unplugged");
  };
  EXPECT_EQ(gpupeak.measure().code, 3);
  const Report report = run_saved(gpupeak);
  EXPECT_EQ(report.run.state, "complete");
  EXPECT_EQ(report.measurements.size(), 4u);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::measured);
}

TEST(Run, ADryRunPrintsTheScheduleWithItsTimesAndWritesNothing) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--dry-run", "-v"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("preset script.json, seed 1, random data, on Scripted Device 3000"));
  EXPECT_THAT(ran.out, HasSubstr("alpha/n=128/rung=fast/cache=hot\n"));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("likely"), HasSubstr("longest"), HasSubstr("reckoned with")));
  EXPECT_FALSE(std::filesystem::exists(gpupeak.out));
  EXPECT_EQ(gpupeak.probed, 1) << "times are reckoned from its ceilings";
}

TEST(Run, AnEarlierRunsReportIsSetAsideNotLost) {
  CommandLine gpupeak;
  gpupeak.measure({"--seed", "1", "--format", "csv"});
  gpupeak.measure({"--seed", "2"});
  EXPECT_EQ(read_report(gpupeak.read("report/report.previous.json"), "previous").run.schedule.seed, 1u);
  EXPECT_EQ(run_saved(gpupeak).run.schedule.seed, 2u);
  EXPECT_FALSE(std::filesystem::exists(gpupeak.path("report/report.csv"))) << "it is not this run's";
}

TEST(Run, CtrlCFinishesTheCaseSavesThePartialReportAndExitsWith130) {
  CommandLine gpupeak;
  gpupeak.before_window = [&](int64_t window) { gpupeak.interrupted = window >= 3; };
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 130);
  EXPECT_THAT(ran.err, HasSubstr("gpupeak run --resume " + gpupeak.out));
  EXPECT_THAT(ran.out, HasSubstr("alpha")) << "the tables are printed";
  const Report report = run_saved(gpupeak);
  EXPECT_EQ(report.run.state, "interrupted");
  EXPECT_GT(report.measurements.size(), 0u);
  EXPECT_LT(report.measurements.size(), 4u);
  for (const Measurement& m : report.measurements) EXPECT_EQ(m.outcome, Outcome::measured) << "the case was finished";
}

TEST(Run, TheReportOnDiskIsValidAndRunningWhileItGoesOn) {
  CommandLine gpupeak;
  std::string state;
  gpupeak.before_window = [&](int64_t) { state = run_saved(gpupeak).run.state; };
  gpupeak.measure();
  EXPECT_EQ(state, "running");
}

TEST(Run, AFileInPlaceOfTheFolderIsRefusedBeforeAnythingIsMeasured) {
  CommandLine gpupeak;
  int64_t windows = 0;
  gpupeak.before_window = [&](int64_t) { ++windows; };
  gpupeak.out = gpupeak.write("report", "a file");
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--out DIR"));
  EXPECT_EQ(windows, 0);
  EXPECT_EQ(gpupeak.read("report"), "a file");
}

TEST(Run, AFolderThatVanishesLosesNothing) {
  CommandLine gpupeak;
  gpupeak.before_window = [&](int64_t window) {
    if (window == 3) std::filesystem::remove_all(gpupeak.out);
  };
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 2);
  const size_t warning = ran.err.find("warning: ");
  ASSERT_NE(warning, std::string::npos);
  EXPECT_EQ(ran.err.find("warning: ", warning + 1), std::string::npos) << "warned once";
  std::string rescued;
  for (const auto& entry : std::filesystem::directory_iterator(gpupeak.path("tmp"))) rescued = entry.path().string();
  EXPECT_THAT(ran.err, HasSubstr(rescued));
  EXPECT_EQ(read_report(gpupeak.read(std::filesystem::relative(rescued, gpupeak.folder).string()), rescued)
                .measurements.size(),
            4u);
}

TEST(Run, WhenNothingCanBeWrittenTheReportGoesToStdout) {
  CommandLine gpupeak;
  gpupeak.before_window = [&](int64_t) {
    std::filesystem::remove_all(gpupeak.out);
    std::filesystem::remove_all(gpupeak.path("tmp"));
  };
  const Ran ran = gpupeak.measure({"--format", "json"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(read_report(ran.out, "stdout").measurements.size(), 4u);
}

TEST(Run, AFullStdoutIsAnErrorThoughTheReportIsSaved) {
  CommandLine gpupeak;
  gpupeak.full_stdout = true;
  const Ran ran = gpupeak.measure();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("standard output could not be written"));
  EXPECT_EQ(run_saved(gpupeak).run.state, "complete");
}

TEST(Run, ATerminalGetsABarThatIsTakenAway) {
  CommandLine gpupeak;
  gpupeak.terminal = true;
  const Ran ran = gpupeak.measure();
  EXPECT_THAT(ran.err, HasSubstr("looking at what fake:0 can do"));
  EXPECT_THAT(ran.err, HasSubstr("[..........] 0/4"));
  EXPECT_THAT(ran.err, HasSubstr(" left  preparing alpha n=64 slow"));
  EXPECT_THAT(ran.err, HasSubstr("alpha n=128 fast      1.000 ms\n"));
  EXPECT_TRUE(ran.err.ends_with("\r\033[K"));
}

TEST(Run, ADumbTerminalOrAContinuousBuildGetsLines) {
  for (const char* variable : {"TERM", "CI"}) {
    CommandLine gpupeak;
    gpupeak.terminal = true;
    gpupeak.variables[variable] = "dumb";
    EXPECT_THAT(gpupeak.measure().err, HasSubstr("[4/4]")) << variable;
  }
}

}  // namespace
}  // namespace gpupeak::testing
