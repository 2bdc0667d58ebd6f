// The program itself, as a process: what only a real one can show. The path comes in GPUPEAK_BINARY.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <thread>

#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

class Binary : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* path = std::getenv("GPUPEAK_BINARY");
    if (!path) GTEST_SKIP() << "GPUPEAK_BINARY does not name the program; ctest sets it";
    binary_ = path;
  }

  // A small real run: seconds of the machine's time at most.
  std::vector<std::string> small_run() const {
    return {"run",      "matmul", "--set", "matmul.n=16-64*2",   "--filter", "*dtype=f32*rung=packed*", "--quiet",
            "--format", "json",   "--out", place_.path("report")};
  }

  pid_t start(std::vector<std::string> args) const {
    const pid_t child = fork();
    if (child != 0) return child;
    const std::string out = place_.path("out"), err = place_.path("err");
    if (!std::freopen(out.c_str(), "w", stdout) || !std::freopen(err.c_str(), "w", stderr)) _exit(126);
    setenv("LC_ALL", "C", 1);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
      signal(number, SIG_DFL);  // a shell may have begun us ignoring them
    std::vector<char*> words{const_cast<char*>(binary_.c_str())};
    for (std::string& arg : args) words.push_back(arg.data());
    words.push_back(nullptr);
    execv(binary_.c_str(), words.data());
    _exit(127);
  }

  static int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  bool wait_until_exists(const std::string& name) const {
    for (int i = 0; i < 3000 && !std::filesystem::exists(place_.path(name)); ++i)
      std::this_thread::sleep_for(milliseconds(10));
    return std::filesystem::exists(place_.path(name));
  }

  CommandLine place_;
  std::string binary_;
};

TEST_F(Binary, SaysItsVersionAndCommit) {
  EXPECT_EQ(wait_for(start({"--version"})), 0);
  EXPECT_THAT(place_.read("out"), HasSubstr("gpupeak "));
  EXPECT_THAT(place_.read("out"), HasSubstr("commit "));
  EXPECT_EQ(place_.read("err"), "");
}

TEST_F(Binary, ListsItsSuitesWithoutEmptyDefaultsAndAsWideAsColumnsSays) {
  ASSERT_EQ(setenv("COLUMNS", "70", 1), 0);
  EXPECT_EQ(wait_for(start({"list"})), 0);
  unsetenv("COLUMNS");
  EXPECT_THAT(place_.read("out"), HasSubstr("(default: "));
  EXPECT_THAT(place_.read("out"), Not(HasSubstr("(default: )")));
  size_t longest = 0;
  std::istringstream lines(place_.read("out"));
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  EXPECT_LE(longest, 70u);
  EXPECT_GT(longest, 60u);
}

TEST_F(Binary, RunsTheSameCommandsAsTheLibrary) {
  EXPECT_EQ(wait_for(start({"list", "formats"})), 0);
  const std::string from_binary = place_.read("out");
  EXPECT_EQ(from_binary, CommandLine().run({"list", "formats"}).out);
  EXPECT_EQ(wait_for(start({"rum"})), 2);
  EXPECT_THAT(place_.read("err"), HasSubstr("did you mean 'run'?"));
}

// On real kernels; kill_test.cpp has more moments, and asks for more.
TEST_F(Binary, KilledAtAnyMomentLeavesAValidReport) {
  std::mt19937 random(20250131);
  std::uniform_int_distribution<int> delay(0, 400);
  for (int round = 0; round < 30; ++round) {
    std::filesystem::remove_all(place_.path("report"));
    const pid_t child = start(small_run());
    ASSERT_TRUE(wait_until_exists("report/report.json")) << place_.read("err");
    std::this_thread::sleep_for(milliseconds(delay(random)));
    kill(child, SIGKILL);
    wait_for(child);
    EXPECT_NO_THROW(read_report(place_.read("report/report.json"), "report.json"));
  }
}

TEST_F(Binary, ResumesWhatAKillCutShort) {
  const pid_t child = start(small_run());
  ASSERT_TRUE(wait_until_exists("report/report.json")) << place_.read("err");
  kill(child, SIGKILL);
  wait_for(child);
  EXPECT_EQ(wait_for(start({"run", "--quiet", "--resume", place_.path("report")})), 0) << place_.read("err");
  const Report report = read_report(place_.read("report/report.json"), "report.json");
  EXPECT_EQ(report.run.state, "complete");
  EXPECT_EQ(report.measurements.size(), report.run.schedule.cases.size());
}

TEST_F(Binary, CtrlCExitsWith130AndAPartialReport) {
  const pid_t child = start(small_run());
  ASSERT_TRUE(wait_until_exists("report/report.json")) << place_.read("err");
  kill(child, SIGINT);
  EXPECT_EQ(wait_for(child), 130);
  EXPECT_EQ(read_report(place_.read("report/report.json"), "report.json").run.state, "interrupted");
  EXPECT_THAT(place_.read("err"), HasSubstr("again: end at once"));
}

// Only what measures has a case to finish.
TEST_F(Binary, WhatMeasuresNothingEndsAtOnceOnCtrlC) {
  const std::string fifo = place_.path("fifo");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    std::filesystem::remove(place_.path("err"));
    const pid_t child = start({"report", fifo});
    ASSERT_TRUE(wait_until_exists("err"));
    std::this_thread::sleep_for(milliseconds(200));
    kill(child, number);
    EXPECT_EQ(wait_for(child), 128 + number);
    EXPECT_EQ(place_.read("err"), "");
  }
}

TEST_F(Binary, AWaitForABaselinesLockEndsAtOnceOnCtrlC) {
  CommandLine gpupeak;
  gpupeak.measure();
  const int folder = open(place_.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ASSERT_EQ(flock(folder, LOCK_EX), 0);
  const pid_t child = start({"baseline", "save", gpupeak.out, "--baseline", place_.path("baseline.json")});
  ASSERT_TRUE(wait_until_exists("err"));
  std::this_thread::sleep_for(milliseconds(500));
  kill(child, SIGINT);
  EXPECT_EQ(wait_for(child), 128 + SIGINT);
  close(folder);
  EXPECT_FALSE(std::filesystem::exists(place_.path("baseline.json")));
}

TEST_F(Binary, ASecondRunInTheSameFolderIsRefusedWithTheFirstOnesId) {
  const pid_t child = start(small_run());
  ASSERT_TRUE(wait_until_exists("report/report.json")) << place_.read("err");
  kill(child, SIGSTOP);
  EXPECT_EQ(wait_for(start(small_run())), 2);
  EXPECT_THAT(place_.read("err"), HasSubstr("process " + std::to_string(child)));
  kill(child, SIGKILL);
  wait_for(child);
}

TEST_F(Binary, RepeatsInFreshProcesses) {
  std::vector<std::string> args = small_run();
  args.insert(args.end(), {"--repeat", "2", "--filter", "*dtype=f32*n=16*rung=three_loops*"});
  ASSERT_EQ(wait_for(start(args)), 0) << place_.read("err");
  EXPECT_EQ(read_report(place_.read("report/report.json"), "report.json").run.processes, 2);
}

TEST_F(Binary, AFullStdoutIsAnError) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const std::string command = binary_ + " list formats > /dev/full 2> " + place_.path("err");
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_THAT(place_.read("err"), HasSubstr("standard output could not be written"));
}

}  // namespace
}  // namespace gpupeak::testing
