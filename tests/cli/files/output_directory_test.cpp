#include "cli/files/output_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/process/errors.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

std::string refusal(const std::string& folder) {
  try {
    const cli::OutputDirectory directory(folder);
    return "";
  } catch (const cli::UsageError& error) {
    return error.what();
  }
}

TEST(OutputDirectory, IsMadeWithItsParents) {
  const CommandLine place;
  EXPECT_EQ(refusal(place.path("a/b/c")), "");
  EXPECT_TRUE(std::filesystem::is_directory(place.path("a/b/c")));
}

TEST(OutputDirectory, ASecondRunIsRefusedAndToldWhoHoldsIt) {
  const CommandLine place;
  const cli::OutputDirectory first(place.path("x"));
  EXPECT_THAT(refusal(place.path("x")), HasSubstr("process " + std::to_string(getpid())));
}

TEST(OutputDirectory, IsFreeAgainAfterItsRun) {
  const CommandLine place;
  { const cli::OutputDirectory first(place.path("x")); }
  EXPECT_EQ(refusal(place.path("x")), "");
}

TEST(OutputDirectory, LeavesNothingOfItsLock) {
  const CommandLine place;
  std::optional<cli::OutputDirectory> first(place.path("x"));
  EXPECT_NE(refusal(place.path("x")), "");
  EXPECT_TRUE(std::filesystem::exists(place.path("x/.lock"))) << "who was refused must not remove it";
  const cli::OutputDirectory moved = std::move(*first);
  first.reset();
  EXPECT_NE(refusal(place.path("x")), "") << "held by what it was moved to";
  { const cli::OutputDirectory done(place.path("y")); }
  EXPECT_TRUE(std::filesystem::is_empty(place.path("y")));
}

TEST(OutputDirectory, TakesOverTheLockThatAKilledRunLeft) {
  const CommandLine place;
  std::filesystem::create_directory(place.path("x"));
  place.write("x/.lock", "4194304\n");
  {
    const cli::OutputDirectory next(place.path("x"));
    EXPECT_THAT(refusal(place.path("x")), HasSubstr("process " + std::to_string(getpid())));
  }
  EXPECT_TRUE(std::filesystem::is_empty(place.path("x")));
}

TEST(OutputDirectory, HasOneHolderHoweverManyTakeTurns) {
  const CommandLine place;
  std::atomic<int> holders{0}, most{0}, held{0};
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back([&] {
      for (int turn = 0; turn < 200; ++turn) try {
          const cli::OutputDirectory mine(place.path("x"));
          const int now = ++holders;
          if (now > most) most = now;
          ++held;
          --holders;
        } catch (const cli::UsageError&) {
        }
    });
  for (std::thread& one : all) one.join();
  EXPECT_EQ(most, 1);
  EXPECT_GT(held, 0);
}

TEST(OutputDirectory, AFileOrAPathBelowAFileIsRefused) {
  const CommandLine place;
  const std::string file = place.write("file", "text");
  EXPECT_THAT(refusal(file), HasSubstr("name a folder that can be written with --out DIR"));
  EXPECT_THAT(refusal(file + "/below"), HasSubstr(file));
  EXPECT_EQ(place.read("file"), "text");
}

}  // namespace
}  // namespace gpupeak::testing
