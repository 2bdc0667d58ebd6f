// Killed at any moment a run leaves a valid report with every case that it said was done, and can be resumed.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "cli/files/load_report.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"

namespace gpupeak::testing {
namespace {

using std::chrono::microseconds;

// A run of 40 cases on the scripted machine, in a process whose moments are all alike: making the report anew is most
// of what it does. It notes on disk what its progress said was done.
class Kill : public ::testing::Test {
 protected:
  Forked start(const std::vector<std::string>& args) {
    return Forked([&] {
      gpupeak.before_window = [](int64_t) { std::this_thread::sleep_for(microseconds(20)); };
      gpupeak.stream_err = gpupeak.path("progress");
      return gpupeak.run(args).code;
    });
  }
  Forked start_or_resume() {
    const std::vector<std::string> fresh{"run",   "--preset",       gpupeak.preset, "--out", gpupeak.out,
                                         "--set", "alpha.n=1-20+1", "--order",      "random"};
    return start(report_exists() ? std::vector<std::string>{"run", "--resume", gpupeak.out} : fresh);
  }

  bool report_exists() const { return std::filesystem::exists(gpupeak.path("report/report.json")); }

  std::set<std::string> on_disk() const {
    std::set<std::string> ids;
    for (const Measurement& m : cli::load_report(gpupeak.out).measurements) ids.insert(m.id.id());
    return ids;
  }

  // "[3/40] alpha/n=2/rung=slow/cache=hot  1.000 ms"; the last line may be cut off by the kill.
  std::set<std::string> said_done() const {
    std::set<std::string> ids;
    std::istringstream lines(gpupeak.read("progress"));
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("[") && !lines.eof()) {
        const size_t begin = line.find("] ") + 2;
        ids.insert(line.substr(begin, line.find("  ", begin) - begin));
      }
    return ids;
  }

  CommandLine gpupeak;
};

TEST_F(Kill, AtTwoHundredRandomMomentsLosesNothingAndTheRestIsResumed) {
  std::mt19937 random(20250131);
  std::set<std::string> done;
  int completed = 0;
  for (int round = 0; round < 200; ++round) {
    std::uniform_int_distribution<int> delay(0, 60'000);
    Forked run = start_or_resume();
    const bool spared = round % 20 == 19;  // some are resumed to the end, however slow the machine
    for (auto left = microseconds(delay(random)); !spared && left.count() > 0 && run.running();
         left -= microseconds(500))
      std::this_thread::sleep_for(std::min(left, microseconds(500)));
    if (!spared) run.kill(SIGKILL);
    const int ended = run.wait();
    ASSERT_TRUE(ended == 0 || ended == 128 + SIGKILL) << ended << gpupeak.read("progress");
    done.merge(said_done());
    std::filesystem::remove(gpupeak.path("progress"));
    if (!report_exists()) {
      ASSERT_TRUE(done.empty()) << "a case was done before there was a report";
      continue;
    }
    std::set<std::string> kept;
    ASSERT_NO_THROW(kept = on_disk()) << "round " << round;
    for (const std::string& id : done)
      ASSERT_TRUE(kept.contains(id)) << id << " was said to be done in round " << round;
    if (ended == 0) {
      ++completed;
      ASSERT_EQ(kept.size(), 40u);
      std::filesystem::remove_all(gpupeak.out);
      done.clear();
    }
  }
  EXPECT_GT(completed, 0) << "no run was ever completed by resuming";
  Forked last = start_or_resume();
  EXPECT_EQ(last.wait(), 0) << gpupeak.read("progress");
  EXPECT_EQ(on_disk().size(), 40u);
}

}  // namespace
}  // namespace gpupeak::testing
