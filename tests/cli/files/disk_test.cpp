// Disks that are full, read-only, or used by several runs at once: nothing that was measured is lost, and the message
// says what helps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

#include "formats/report_json.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"

namespace gpupeak::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr int not_here = 77;  // this machine does not let the child do it

std::vector<std::string> forty_cases(const std::string& preset, const std::string& out) {
  return {"run", "--preset", preset, "--out", out, "--set", "alpha.n=1-20+1", "--format", "json"};
}

TEST(Disk, WhenItFillsUpTheLastReportThatFitStaysAndTheWholeOneGoesElsewhere) {
  CommandLine gpupeak;
  const std::string disk = gpupeak.path("disk");
  fs::create_directory(disk);
  Forked child([&] {
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return not_here;
    if (mount("none", disk.c_str(), "tmpfs", 0, "size=64k") != 0) return not_here;
    const Ran ran = gpupeak.run(forty_cases(gpupeak.preset, disk + "/report"));
    gpupeak.write("err", ran.err);
    gpupeak.write("kept.json", gpupeak.read("disk/report/report.json"));
    return ran.code;
  });
  const int code = child.wait();
  if (code == not_here) GTEST_SKIP() << "no file system can be mounted here; it takes root";
  EXPECT_EQ(code, 2);
  const std::string err = gpupeak.read("err");
  EXPECT_THAT(err, HasSubstr("No space left on device"));
  EXPECT_THAT(err, HasSubstr("make room"));
  const Report kept = read_report(gpupeak.read("kept.json"), "kept.json");
  EXPECT_GT(kept.measurements.size(), 0u);
  EXPECT_LT(kept.measurements.size(), 40u);
  std::string rescued;
  for (const auto& entry : fs::directory_iterator(gpupeak.path("tmp"))) rescued = entry.path().filename();
  ASSERT_FALSE(rescued.empty());
  EXPECT_THAT(err, HasSubstr(rescued));
  EXPECT_EQ(read_report(gpupeak.read("tmp/" + rescued), rescued).measurements.size(), 40u);
}

TEST(Disk, WhenNoFileMayGrowTheReportGoesToStdout) {
  CommandLine gpupeak;
  Forked child([&] {
    signal(SIGXFSZ, SIG_IGN);  // as the program does
    const rlimit limit{24 << 10, 24 << 10};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return not_here;
    const Ran ran = gpupeak.run(forty_cases(gpupeak.preset, gpupeak.out));
    if (ran.err.find("File too large") == std::string::npos) return 101;
    if (read_report(ran.out, "stdout").measurements.size() != 40) return 102;
    const Report kept = read_report(gpupeak.read("report/report.json"), "report.json");
    return kept.measurements.empty() || kept.measurements.size() == 40 ? 103 : ran.code;
  });
  EXPECT_EQ(child.wait(), 2);
}

TEST(Disk, AFolderThatMayNotBeWrittenIsRefusedBeforeAnythingIsMeasured) {
  CommandLine gpupeak;
  fs::permissions(gpupeak.folder, fs::perms(0755));
  fs::create_directory(gpupeak.path("locked"));
  fs::create_directory(gpupeak.path("locked/there"));
  for (const char* folder : {"locked/there", "locked"}) fs::permissions(gpupeak.path(folder), fs::perms(0555));
  for (const char* folder : {"locked/there", "locked/new"}) {
    const std::string err = gpupeak.write("err", "");
    fs::permissions(err, fs::perms(0666));
    Forked child([&] {
      constexpr uid_t nobody = 65534;
      if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0) return not_here;
      gpupeak.before_window = [](int64_t) { _exit(101); };
      const Ran ran = gpupeak.run(forty_cases(gpupeak.preset, gpupeak.path(folder)));
      gpupeak.write("err", ran.err);
      return ran.code;
    });
    const int code = child.wait();
    if (code == not_here) GTEST_SKIP() << "root cannot lay down its rights here";
    EXPECT_EQ(code, 2) << folder;
    EXPECT_THAT(gpupeak.read("err"), HasSubstr("Permission denied")) << folder;
    EXPECT_THAT(gpupeak.read("err"), HasSubstr("--out DIR")) << folder;
  }
  for (const char* folder : {"locked", "locked/there"}) fs::permissions(gpupeak.path(folder), fs::perms(0755));
}

TEST(Disk, OfSixRunsThatBeginAtOnceInOneFolderOneGoesOn) {
  CommandLine gpupeak;
  std::vector<std::unique_ptr<Forked>> runs;
  for (int i = 0; i < 6; ++i)
    runs.push_back(std::make_unique<Forked>([&, i] {
      while (!fs::exists(gpupeak.path("go"))) std::this_thread::yield();
      gpupeak.before_window = [&](int64_t) {
        while (!fs::exists(gpupeak.path("end"))) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      };
      const Ran ran = gpupeak.measure();
      gpupeak.write("err" + std::to_string(i), ran.err);
      return ran.code;
    }));
  gpupeak.write("go", "");
  const auto running = [&] { return std::ranges::count_if(runs, [](auto& run) { return run->running(); }); };
  for (int i = 0; i < 10'000 && running() > 1; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(running(), 1);
  gpupeak.write("end", "");
  std::vector<int> codes;
  for (size_t i = 0; i < runs.size(); ++i) {
    codes.push_back(runs[i]->wait());
    const bool said = gpupeak.read("err" + std::to_string(i)).find("is writing there") != std::string::npos;
    EXPECT_EQ(said, codes.back() != 0);
  }
  std::ranges::sort(codes);
  EXPECT_EQ(codes, (std::vector<int>{0, 2, 2, 2, 2, 2}));
  EXPECT_EQ(read_report(gpupeak.read("report/report.json"), "report.json").run.state, "complete");
}

}  // namespace
}  // namespace gpupeak::testing
