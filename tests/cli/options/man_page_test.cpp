
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <sstream>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "method/metrics.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

std::string escaped(std::string text) {
  for (size_t at = 0; (at = text.find('-', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

TEST(ManPage, NamesEveryCommandOptionMetricAndExitCode) {
  CommandLine gpupeak;
  const std::string page = gpupeak.run({"completion", "man"}).out;
  EXPECT_TRUE(page.starts_with(".TH GPUPEAK 1 \"\" \"gpupeak 1.2.3\""));
  for (const cli::Command* command : cli::commands()) {
    EXPECT_THAT(page, HasSubstr(".SS " + std::string(command->name) + "\n"));
    for (const cli::Accepted& option : cli::accepted(*command))
      EXPECT_TRUE(option.description.empty() || page.find(escaped(option.key())) != std::string::npos) << option.key();
  }
  for (const Metric* metric : metrics()) EXPECT_THAT(page, HasSubstr(escaped(std::string(metric->name))));
  for (const cli::ExitCodeRow& row : cli::exit_codes) EXPECT_THAT(page, HasSubstr(std::string(row.text)));
}

TEST(ManPage, IsAsciiAndNoTextIsTakenForAMacro) {
  CommandLine gpupeak;
  const std::string page = gpupeak.run({"completion", "man"}).out;
  for (const char c : page) ASSERT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << static_cast<int>(c);
  std::istringstream lines(page);
  const std::set<std::string> macros{".TH", ".SH", ".SS", ".TP", ".PP", ".br", ".nf", ".fi"};
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(!line.starts_with(".") || macros.contains(line.substr(0, 3))) << line;
}

TEST(ManPage, IsFormattedWithoutAWarning) {
  if (std::system("command -v groff > /dev/null 2>&1") != 0) GTEST_SKIP() << "groff is not installed";
  CommandLine gpupeak;
  const std::string page = gpupeak.write("gpupeak.1", gpupeak.run({"completion", "man"}).out);
  const std::string command =
      "groff -man -Tutf8 -ww " + page + " > " + gpupeak.path("text") + " 2> " + gpupeak.path("warnings");
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(gpupeak.read("warnings"), "");
  EXPECT_THAT(gpupeak.read("text"), HasSubstr("the partial report is on disk"));
}

}  // namespace
}  // namespace gpupeak::testing
