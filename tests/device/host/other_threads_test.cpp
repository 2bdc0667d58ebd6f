#include "device/host/other_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace gpupeak::host {
namespace {

class OtherThreads : public testing::Test {
 protected:
  void task(const std::string& id, const std::string& stat) {
    std::filesystem::create_directories(tasks_ / id);
    std::ofstream(tasks_ / id / "stat") << stat;
  }
  bool run() const { return other_threads_run(tasks_, "10"); }
  void TearDown() override { std::filesystem::remove_all(tasks_); }

  std::filesystem::path tasks_ =
      std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(OtherThreads, RunWhenOneOfThemDoes) {
  task("10", "10 (gpupeak) S 1 1");
  task("11", "11 (gpupeak) S 1 1");
  EXPECT_FALSE(run());
  task("12", "12 (gpupeak) R 1 1");
  EXPECT_TRUE(run());
}

TEST_F(OtherThreads, LeaveTheCallerOut) {
  task("10", "10 (gpupeak) R 1 1");
  EXPECT_FALSE(run());
}

TEST_F(OtherThreads, AreNotFooledByAName) {
  task("11", "11 (a) R b) S 1 1");
  EXPECT_FALSE(run());
  task("12", "12 (a) S b) R 1 1");
  EXPECT_TRUE(run());
}

TEST_F(OtherThreads, DoNotRunWhereNothingCanBeRead) {
  EXPECT_FALSE(run());
  task("11", "");
  EXPECT_FALSE(run());
}

TEST_F(OtherThreads, AreSeenInThisProcess) {
  std::atomic<bool> stop = false, spinning = false;
  std::thread spinner([&] {
    while (!stop) spinning = true;
  });
  while (!spinning) std::this_thread::yield();
  EXPECT_TRUE(other_threads_run());
  stop = true;
  spinner.join();
}

}  // namespace
}  // namespace gpupeak::host
