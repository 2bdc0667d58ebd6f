#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "reporters/gate/gate.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void expect_screen_with_three_examples(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  EXPECT_LE(lines.size(), 24u) << text;
  for (const std::string& line : lines) EXPECT_LE(line.size(), 80u) << line;
  ASSERT_GE(lines.size(), 4u);
  EXPECT_EQ(lines[lines.size() - 4], "Examples");
  for (size_t i = lines.size() - 3; i < lines.size(); ++i) EXPECT_THAT(lines[i], StartsWith("  gpupeak "));
}

TEST(Help, FitsAScreenAndEndsWithThreeExamples) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"--help"});
  EXPECT_EQ(ran.code, 0);
  expect_screen_with_three_examples(ran.out);
}

TEST(Help, OfEveryCommandFitsAScreenAndEndsWithThreeExamples) {
  CommandLine gpupeak;
  for (const cli::Command* command : cli::commands()) {
    SCOPED_TRACE(command->name);
    const Ran ran = gpupeak.run({std::string(command->name), "--help"});
    EXPECT_EQ(ran.code, 0);
    expect_screen_with_three_examples(ran.out);
    EXPECT_EQ(gpupeak.run({"help", std::string(command->name)}).out, ran.out);
  }
  EXPECT_EQ(gpupeak.run({"help"}).out, gpupeak.run({"--help"}).out);
  EXPECT_EQ(gpupeak.opened, 0) << "help touches no device";
}

TEST(Help, OfAGateListsAllItsFormats) {
  CommandLine gpupeak;
  const std::string text = gpupeak.run({"gate", "--help"}).out;
  for (const GateReporter* format : gate_reporters()) EXPECT_THAT(text, HasSubstr(std::string(format->name)));
  EXPECT_THAT(text.substr(text.find("--baseline")), ::testing::Not(HasSubstr("..."))) << "none is left out";
  EXPECT_THAT(text, HasSubstr("missing cases do not fail; skipped ones only warn anyway"));
}

TEST(Help, NamesEveryCommandAndEveryExitCode) {
  CommandLine gpupeak;
  const std::string text = gpupeak.run({"-h"}).out;
  for (const cli::Command* command : cli::commands()) EXPECT_THAT(text, HasSubstr(std::string(command->name)));
  for (const cli::ExitCodeRow& row : cli::exit_codes) EXPECT_THAT(text, HasSubstr(std::string(row.text)));
}

TEST(Help, VersionNamesCommitCompilerAndLibraries) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"--version"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "gpupeak 1.2.3 (commit abc)\ncompiler  gcc, Release\nlibraries  fmt 9\n");
}

}  // namespace
}  // namespace gpupeak::testing
