#include "cli/files/output_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

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

TEST(OutputDirectory, AFileOrAPathBelowAFileIsRefused) {
  const CommandLine place;
  const std::string file = place.write("file", "text");
  EXPECT_THAT(refusal(file), HasSubstr("name a folder that can be written with --out DIR"));
  EXPECT_THAT(refusal(file + "/below"), HasSubstr(file));
  EXPECT_EQ(place.read("file"), "text");
}

}  // namespace
}  // namespace gpupeak::testing
