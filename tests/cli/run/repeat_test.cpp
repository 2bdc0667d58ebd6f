#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "cli/run/session.h"
#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Report repeat_saved(const CommandLine& gpupeak) {
  return read_report(gpupeak.read("report/report.json"), "report.json");
}

TEST(Repeat, PoolsFreshProcessesIntoOneReport) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--repeat", "3"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const Report report = repeat_saved(gpupeak);
  EXPECT_EQ(report.run.processes, 3);
  EXPECT_EQ(report.run.state, "complete");
  EXPECT_THAT(report.run.argv, Contains("--repeat"));
  ASSERT_EQ(report.measurements.size(), 4u);
  std::set<int> processes;
  for (const Sample& sample : report.measurements[0].samples) processes.insert(sample.process);
  EXPECT_EQ(processes, (std::set<int>{0, 1, 2}));
  EXPECT_EQ(report.measurements[0].stats->count, 3 * 5);
}

TEST(Repeat, ShowsHowFarTheProcessesAreApart) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--repeat", "3", "-v"});
  EXPECT_THAT(ran.out, HasSubstr("runs"));
  EXPECT_THAT(ran.out, HasSubstr("largest less smallest of the processes' medians"));
  EXPECT_THAT(gpupeak.read("report/report.json"), HasSubstr("\"run_to_run_spread\": 0"));
  EXPECT_THAT(gpupeak.measure().out, ::testing::Not(HasSubstr("runs  ")));
}

TEST(Repeat, GivesEachProcessItsPartOfWhatIsLeftOfTheBudget) {
  CommandLine gpupeak;
  gpupeak.measure({"--repeat", "2", "--budget", "100s"});
  ASSERT_EQ(gpupeak.processes.size(), 2u);
  double first = 0;
  for (const std::string& arg : gpupeak.processes[0])
    if (arg.starts_with("--budget=")) first = std::stod(arg.substr(9));
  EXPECT_GT(first, 45);
  EXPECT_LT(first, 50);
}

TEST(Repeat, BeginsNoProcessWhenTheBudgetIsSpent) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--repeat", "5", "--budget", "0.01s"});
  EXPECT_EQ(gpupeak.processes.size(), 1u);
  EXPECT_THAT(ran.err, HasSubstr("the budget of 0.01 s left out 4 of 5 processes"));
  EXPECT_EQ(read_report(gpupeak.read("report/report.json"), "report.json").run.state, "complete");
}

TEST(Repeat, PassesOnEveryOptionButItsOwn) {
  CommandLine gpupeak;
  gpupeak.measure({"alpha", "--repeat", "2", "--seed", "7", "--filter", "*n=64*", "--filter", "*n=128*", "--set",
                   "alpha.n=64,128", "-q", "--format", "console,csv", "--csv", "long", "--color", "never"});
  ASSERT_EQ(gpupeak.processes.size(), 2u);
  const std::vector<std::string> expected = {"run",
                                             "alpha",
                                             "--preset=" + gpupeak.preset,
                                             "--filter=*n=64*",
                                             "--filter=*n=128*",
                                             "--set=alpha.n=64,128",
                                             "--seed=7",
                                             "--quiet",
                                             "--out=" + gpupeak.out + "/process-1",
                                             "--format=json"};
  EXPECT_EQ(gpupeak.processes[0], expected);
  EXPECT_EQ(gpupeak.processes[1][8], "--out=" + gpupeak.out + "/process-2");
  EXPECT_TRUE(std::filesystem::exists(gpupeak.path("report/report.csv")));
}

TEST(Repeat, OfOneIsThisProcess) {
  CommandLine gpupeak;
  EXPECT_EQ(gpupeak.measure({"--repeat", "1"}).code, 0);
  EXPECT_TRUE(gpupeak.processes.empty());
}

TEST(Repeat, AnInterruptedProcessEndsItWithWhatThereIs) {
  CommandLine gpupeak;
  gpupeak.run_self = [&](const std::vector<std::string>& args) {
    if (gpupeak.processes.size() == 2) gpupeak.before_window = [&](int64_t) { gpupeak.interrupted = true; };
    return gpupeak.run(args).code;
  };
  EXPECT_EQ(gpupeak.measure({"--repeat", "5"}).code, 130);
  EXPECT_EQ(gpupeak.processes.size(), 2u);
  const Report report = repeat_saved(gpupeak);
  EXPECT_EQ(report.run.processes, 2);
  EXPECT_EQ(report.run.state, "interrupted");
}

TEST(Repeat, AProcessThatCrashesFailsTheRunButKeepsTheOthers) {
  CommandLine gpupeak;
  gpupeak.run_self = [&](const std::vector<std::string>& args) {
    return gpupeak.processes.size() == 2 ? 139 : gpupeak.run(args).code;
  };
  EXPECT_EQ(gpupeak.measure({"--repeat", "3"}).code, 3);
  EXPECT_EQ(repeat_saved(gpupeak).run.processes, 1);
}

TEST(Repeat, AnEarlierRepetitionIsNotTakenForThisOne) {
  CommandLine gpupeak;
  gpupeak.measure({"--repeat", "2"});
  gpupeak.run_self = [](const std::vector<std::string>&) { return 4; };
  EXPECT_EQ(gpupeak.measure({"--repeat", "2"}).code, 4);
  EXPECT_FALSE(std::filesystem::exists(gpupeak.path("report/report.json")));
  EXPECT_TRUE(std::filesystem::exists(gpupeak.path("report/report.previous.json")));
}

// Its process 1 ends before anything is pooled, when process-2 still has what the repetition before measured.
TEST(Repeat, NoProcessOfAnEarlierRepetitionIsPooledWithThisOnes) {
  CommandLine gpupeak;
  gpupeak.measure({"--repeat", "2", "--seed", "1"});
  gpupeak.run_self = [&](const std::vector<std::string>& args) {
    const int code = gpupeak.run(args).code;
    const bool first_again = gpupeak.processes.size() == 3;
    EXPECT_EQ(std::filesystem::exists(gpupeak.path("report/process-2/report.json")),
              gpupeak.processes.size() % 2 == 0 && !first_again);
    return code;
  };
  gpupeak.measure({"--repeat", "2", "--seed", "2"});
  EXPECT_EQ(repeat_saved(gpupeak).run.schedule.seed, 2u);
  EXPECT_TRUE(std::filesystem::exists(gpupeak.path("report/process-2/report.previous.json")));
}

// Each pooling takes all samples so far: done after each process it would write their square.
TEST(Repeat, WhatIsPooledIsWrittenAFewTimesHoweverManyProcessesThereAre) {
  CommandLine gpupeak;
  std::set<std::filesystem::file_time_type> written;
  gpupeak.run_self = [&](const std::vector<std::string>& args) {
    std::error_code ignored;
    written.insert(std::filesystem::last_write_time(gpupeak.path("report/report.json"), ignored));
    return gpupeak.run(args).code;
  };
  EXPECT_EQ(gpupeak.measure({"--repeat", "20"}).code, 0);
  EXPECT_EQ(repeat_saved(gpupeak).run.processes, 20);
  // After 1, 2, 3, 5, 8, 12 and 18 processes; the first entry is that there was none.
  EXPECT_EQ(written.size(), 1u + 7u);
}

TEST(Repeat, APooledReportCannotBeResumed) {
  CommandLine gpupeak;
  gpupeak.measure({"--repeat", "2"});
  const Ran ran = gpupeak.run({"run", "--resume", gpupeak.out});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("pools 2 processes"));
}

TEST(Repeat, ADryRunStartsNoProcess) {
  CommandLine gpupeak;
  EXPECT_EQ(gpupeak.measure({"--repeat", "3", "--dry-run"}).code, 0);
  EXPECT_TRUE(gpupeak.processes.empty());
}

}  // namespace
}  // namespace gpupeak::testing
