// Killed at any moment a run leaves a valid report with every case that it said was done, and can be resumed; and no
// command that is killed takes a complete report or a baseline with it. GPUPEAK_KILLS=1000 ends each of those so often.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "cli/files/baseline_file.h"
#include "cli/files/load_report.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"

namespace gpupeak::testing {
namespace {

using std::chrono::microseconds;

int kills(int usually) {
  const char* wanted = std::getenv("GPUPEAK_KILLS");
  return wanted ? std::atoi(wanted) : usually;
}

// A run of 40 cases on the scripted machine, in a process whose moments are all alike: making the report anew is most
// of what it does. It notes on disk what its progress said was done.
class Kill : public ::testing::Test {
 protected:
  // Kills it at a moment drawn from up to so long after its start, if it still runs. Its exit code, or 128 and the
  // signal.
  int end_at_random(Forked& child, microseconds longest) {
    auto left = microseconds(std::uniform_int_distribution<int64_t>(0, longest.count())(random));
    for (; left.count() > 0 && child.running(); left -= microseconds(500))
      std::this_thread::sleep_for(std::min(left, microseconds(500)));
    child.kill(SIGKILL);
    return child.wait();
  }

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

  bool there(const std::string& name) const { return std::filesystem::exists(gpupeak.path("report/" + name)); }

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
  std::mt19937 random{20250131};
};

TEST_F(Kill, AtTwoHundredRandomMomentsLosesNothingAndTheRestIsResumed) {
  std::set<std::string> done;
  int completed = 0;
  for (int round = 0; round < 200; ++round) {
    Forked run = start_or_resume();
    const bool spared = round % 20 == 19;  // some are resumed to the end, however slow the machine
    const int ended = spared ? run.wait() : end_at_random(run, microseconds(60'000));
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

// Second, third and further runs in one folder, of which few come to their end.
TEST_F(Kill, OfRunsInOneFolderTheLastThatCameToItsEndStays) {
  const auto seed_of = [&](const std::string& name) -> std::optional<uint64_t> {
    if (!there(name)) return std::nullopt;
    const Report report = cli::load_report(gpupeak.path("report/" + name));
    return report.run.state == "complete" ? std::optional(report.run.schedule.seed) : std::nullopt;
  };
  const auto unfinished = [&]() -> size_t {
    const char* name = "report/report.unfinished.json";
    return there("report.unfinished.json") ? cli::load_report(gpupeak.path(name)).measurements.size() : 0;
  };
  uint64_t last = 0;
  size_t longest = 0;
  int killed = 0;
  for (int round = 1; round <= kills(20) || killed == 0; ++round) {
    Forked run = start({"run", "--preset", gpupeak.preset, "--out", gpupeak.out, "--seed", std::to_string(round),
                        "--set", "alpha.n=1-20+1", "--format", "csv"});
    const int ended = round % 10 == 1 ? run.wait() : end_at_random(run, microseconds(60'000));
    ASSERT_TRUE(ended == 0 || ended == 128 + SIGKILL) << ended << gpupeak.read("progress");
    if (ended == 0) last = static_cast<uint64_t>(round);
    killed += ended != 0;
    const auto here = seed_of("report.json"), before = seed_of("report.previous.json");
    if (here == static_cast<uint64_t>(round)) last = *here;  // killed when it had come to its end
    ASSERT_TRUE(here == last || before == last) << "run " << last << " is lost in round " << round;
    if (report_exists()) {
      const std::set<std::string> kept = on_disk();
      for (const std::string& id : said_done()) ASSERT_TRUE(kept.contains(id)) << id << " in round " << round;
    }
    std::filesystem::remove(gpupeak.path("progress"));
    ASSERT_GE(unfinished(), longest) << round;
    longest = unfinished();
    for (const auto& entry : std::filesystem::directory_iterator(gpupeak.out))
      ASSERT_EQ(entry.path().string().find("unreadable"), std::string::npos) << entry.path() << " in round " << round;
  }
  RecordProperty("killed", killed);
}

TEST_F(Kill, OfCommandsThatWriteABaselineLosesNoJobThatWasAdded) {
  const std::string baseline = gpupeak.path("baseline.json");
  size_t jobs = 0;
  int added = 0;
  for (int round = 0; round < kills(20); ++round) {
    gpupeak.launch_s = [&](int) { return 1e-3 * (1 + 1e-3 * round); };  // no job is kept twice
    ASSERT_EQ(gpupeak.measure().code, 0);
    const bool anew = round % 7 == 0, spared = round == 0;
    Forked writer([&] {
      return gpupeak.run({"baseline", anew ? "save" : "add", gpupeak.out, "--baseline", baseline}).code;
    });
    const int ended = spared ? writer.wait() : end_at_random(writer, microseconds(2500));
    ASSERT_TRUE(ended == 0 || ended == 128 + SIGKILL) << ended;
    const size_t now = cli::load_baseline(baseline).classes.at(0).jobs.size();
    const size_t with_it = anew ? 1 : std::min(jobs + 1, most_jobs);
    ASSERT_TRUE(now == with_it || (ended != 0 && now == jobs)) << now << " after " << jobs << " in round " << round;
    jobs = now;
    added += ended == 0;
  }
  EXPECT_GT(added, 0);
  RecordProperty("killed", kills(20) - added);
}

TEST_F(Kill, OfAnExportLosesNoReport) {
  gpupeak.measure();
  const std::string report = gpupeak.read("report/report.json");
  int killed = 0;
  for (int round = 0; round < kills(20); ++round) {
    const bool elsewhere = round % 2 == 0;
    std::vector<std::string> args{"report", gpupeak.out, "--format", elsewhere ? "json,csv,html" : "csv,html,junit"};
    if (elsewhere) args.insert(args.end(), {"--out", gpupeak.path("exports")});
    Forked writer([&] { return gpupeak.run(args).code; });
    const int ended = end_at_random(writer, microseconds(4000));
    ASSERT_TRUE(ended == 0 || ended == 128 + SIGKILL) << ended;
    ASSERT_EQ(gpupeak.read("report/report.json"), report) << "in round " << round;
    if (std::filesystem::exists(gpupeak.path("exports/report.json"))) {
      ASSERT_EQ(gpupeak.read("exports/report.json"), report) << "in round " << round;
    }
    killed += ended != 0;
  }
  RecordProperty("killed", killed);
}

}  // namespace
}  // namespace gpupeak::testing
