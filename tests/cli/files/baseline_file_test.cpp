#include "cli/files/baseline_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "cli/process/errors.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"

namespace gpupeak::cli {
namespace {

const DeviceClass device{.backend = "host", .name = "CPU", .units = 2, .memory_gib = 24};

BaselineJob job(const std::string& label) {
  BaselineJob result{.added_at = "now", .label = label, .version = "1", .method = 1, .data = "random", .cases = {}};
  // No job is kept twice, so each tells its process and its number: as digits of 0.1 %, far coarser than what a file
  // keeps.
  static int count = 0;
  const auto digits = [](int number) { return 1e-3 * (1 + 1e-3 * (number % 1000)); };
  const int process = getpid();
  const std::vector<double> time_s = {digits(process), digits(process / 1000), digits(++count)};
  for (int i = 0; i < 50; ++i) result.cases["toy/n=" + std::to_string(i)].time_s = time_s;
  return result;
}

void add_to(const std::string& path, const std::string& label) {
  update_baseline(path, [&](Baseline& baseline) { add(baseline, device, job(label)); });
}

TEST(BaselineFile, ManyWritersAtOnceLoseNothing) {
  const testing::CommandLine scratch;
  const std::string path = scratch.path("baseline.json");
  constexpr int writers = 8, each = 2;
  std::vector<std::unique_ptr<testing::Forked>> running;
  for (int writer = 0; writer < writers; ++writer)
    running.push_back(std::make_unique<testing::Forked>([&] {
      for (int i = 0; i < each; ++i) add_to(path, std::to_string(writer));
      return 0;
    }));
  for (const auto& writer : running) EXPECT_EQ(writer->wait(), 0);
  EXPECT_EQ(load_baseline(path).find(device)->jobs.size(), static_cast<size_t>(writers * each));
}

TEST(BaselineFile, AWriterKilledAtAnyMomentLeavesAWholeFile) {
  const testing::CommandLine scratch;
  const std::string path = scratch.path("baseline.json");
  add_to(path, "first");
  for (int round = 0; round < 20; ++round) {
    testing::Forked writer([&]() -> int {
      for (;;) add_to(path, "again");  // 20 jobs are kept, so that the 100th is as new as the first
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(3 + 2 * round));
    writer.kill(SIGKILL);
    writer.wait();
    const Baseline baseline = load_baseline(path);
    ASSERT_NE(baseline.find(device), nullptr);
    for (const BaselineJob& kept : baseline.find(device)->jobs) EXPECT_EQ(kept.cases.size(), 50u);
  }
  add_to(path, "last");  // the lock went with its holder
}

TEST(BaselineFile, AFileThatCannotBeReadIsLeftAlone) {
  const testing::CommandLine scratch;
  const std::string path = scratch.write("baseline.json", "{\"schema\": 1");
  EXPECT_ANY_THROW(add_to(path, "x"));
  EXPECT_EQ(scratch.read("baseline.json"), "{\"schema\": 1");
}

TEST(BaselineFile, ALinkStaysALinkAndItsTargetGrows) {
  const testing::CommandLine scratch;
  const std::filesystem::path link = scratch.path("baseline.json");
  std::filesystem::create_symlink("middle.json", link);
  std::filesystem::create_symlink(scratch.path("tmp/real.json"), scratch.path("middle.json"));
  for (const char* label : {"first", "second"}) add_to(link, label);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_TRUE(std::filesystem::is_symlink(scratch.path("middle.json")));
  EXPECT_EQ(load_baseline(scratch.path("tmp/real.json")).find(device)->jobs.size(), 2u);
}

TEST(BaselineFile, LinksInACircleAreAnError) {
  const testing::CommandLine scratch;
  std::filesystem::create_symlink("b.json", scratch.path("a.json"));
  std::filesystem::create_symlink("a.json", scratch.path("b.json"));
  EXPECT_THROW(add_to(scratch.path("a.json"), "x"), UsageError);
}

TEST(BaselineFile, WhatCouldNotBeReadAgainIsNotWritten) {
  const testing::CommandLine scratch;
  const std::string path = scratch.path("baseline.json");
  add_to(path, "good");
  const std::string before = scratch.read("baseline.json");
  DeviceClass impossible = device;
  impossible.memory_gib = -1;
  EXPECT_THROW(update_baseline(path, [&](Baseline& baseline) { add(baseline, impossible, job("bad")); }), UsageError);
  EXPECT_EQ(scratch.read("baseline.json"), before);
}

TEST(BaselineFile, AFolderThatIsNotThereIsNamed) {
  const testing::CommandLine scratch;
  try {
    add_to(scratch.path("no/such/baseline.json"), "x");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("no/such/baseline.json"), std::string::npos);
  }
}

}  // namespace
}  // namespace gpupeak::cli
