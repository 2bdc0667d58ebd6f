#include "cli/process/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "formats/report_json.h"
#include "tests/support/command_line.h"
#include "tests/support/example_report.h"

namespace gpupeak::testing {
namespace {

using Variables = std::map<std::string, std::string>;

Style style_with(const Variables& variables, bool terminal, const std::string& color = "auto") {
  cli::Environment environment{.backends = {},
                               .suites = {},
                               .out = std::cout,
                               .err = std::cerr,
                               .out_is_terminal = terminal,
                               .err_is_terminal = terminal};
  environment.getenv = [&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
  return cli::style_of(environment, color, "wide");
}

TEST(Style, ColourFollowsTheTerminal) {
  EXPECT_TRUE(style_with({}, true).color);
  EXPECT_FALSE(style_with({}, false).color);
  EXPECT_FALSE(style_with({{"TERM", "dumb"}}, true).color);
}

TEST(PageWidth, IsTheTerminalsElseWhatColumnsSaysElse100) {
  EXPECT_EQ(cli::page_width(80, "120"), 80);
  EXPECT_EQ(cli::page_width(std::nullopt, "120"), 120);
  EXPECT_EQ(cli::page_width(std::nullopt, "20"), 20);
  EXPECT_EQ(cli::page_width(std::nullopt, "10000"), 10000);
  EXPECT_EQ(cli::page_width(std::nullopt, nullptr), 100);
  for (const char* nonsense : {"", "19", "10001", "-80", "80.5", "80 ", " 80", "0x50", "wide", "99999999999999999999"})
    EXPECT_EQ(cli::page_width(std::nullopt, nonsense), 100) << nonsense;
}

TEST(Style, NoColorCountsOnlyWhenItIsNotEmpty) {
  EXPECT_FALSE(style_with({{"NO_COLOR", "0"}}, true).color);
  EXPECT_TRUE(style_with({{"NO_COLOR", ""}}, true).color);
}

TEST(Style, ForcedColourNeedsNoTerminalButYieldsToNoColor) {
  EXPECT_TRUE(style_with({{"CLICOLOR_FORCE", "1"}}, false).color);
  EXPECT_FALSE(style_with({{"CLICOLOR_FORCE", "0"}}, false).color);
  EXPECT_FALSE(style_with({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, false).color);
}

TEST(Style, TheOptionWins) {
  EXPECT_TRUE(style_with({{"NO_COLOR", "1"}}, false, "always").color);
  EXPECT_FALSE(style_with({{"CLICOLOR_FORCE", "1"}}, true, "never").color);
}

TEST(Style, SignsBeyondAsciiNeedALocaleThatHasThem) {
  EXPECT_TRUE(style_with({{"LANG", "en_US.UTF-8"}}, true).unicode);
  EXPECT_TRUE(style_with({{"LANG", "C.utf8"}}, true).unicode);
  EXPECT_FALSE(style_with({{"LANG", "C"}}, true).unicode);
  EXPECT_FALSE(style_with({}, true).unicode);
  EXPECT_FALSE(style_with({{"LC_ALL", "C"}, {"LANG", "en_US.UTF-8"}}, true).unicode) << "the first that is set decides";
}

}  // namespace

namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* hostile = "X\n::error file=a.c,line=1::pwned\x1b[31m\u202e";

TEST(Say, OneLineIsOneLineThatSteersNothing) {
  EXPECT_EQ(cli::one_line("a\nb\r\tc"), "a b  c");
  EXPECT_EQ(cli::one_line("\x1b[31m\u202e"), "\\x1b[31m\\u202e");
  EXPECT_EQ(cli::one_line("::error::x"), "\\x3a:error::x");
  EXPECT_EQ(cli::one_line("\n ::error::x"), "  \\x3a:error::x");
  EXPECT_EQ(cli::one_line("a ##[error]x ###vso[y"), "a #\\x23[error]x #\\x23\\x23vso[y");
  EXPECT_EQ(cli::one_line("é · 5 ns…: a::b"), "é · 5 ns…: a::b");
}

TEST(Say, WhatIsVeryLongKeepsHeadAndTail) {
  const std::string line = cli::one_line("the head " + std::string(10'000'000, 'x') + " the tail");
  EXPECT_LT(line.size(), 3000u);
  EXPECT_THAT(line, StartsWith("the head x"));
  EXPECT_THAT(line, EndsWith("x the tail"));
}

std::string report_of(CommandLine& gpupeak, const std::string& device) {
  Report report = example_report();
  for (DeviceInfo& one : report.devices) one.name = device;
  return gpupeak.write("hostile.json", write_report(report));
}

TEST(Say, ADeviceCannotSpeakToTheCiServer) {
  CommandLine gpupeak;
  const std::string baseline = gpupeak.path("baseline.json");
  const Ran saved = gpupeak.run({"baseline", "save", report_of(gpupeak, hostile), "--baseline", baseline});
  EXPECT_EQ(saved.code, 0) << saved.err;
  const Ran gated = gpupeak.run({"gate", report_of(gpupeak, std::string("other ") + hostile), "--baseline", baseline});
  EXPECT_EQ(gated.code, 2);
  for (const Ran& ran : {saved, gated}) {
    EXPECT_THAT(ran.err, HasSubstr("pwned"));
    for (const char* raw : {"\n::", "\x1b", "\u202e"}) EXPECT_THAT(ran.err, Not(HasSubstr(raw)));
  }
}

TEST(Say, NorCanAPathOrAValue) {
  CommandLine gpupeak;
  const std::string folder = gpupeak.path(std::string("out\n::error::pwned\x1b\u202e"));
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"report", folder},
           {"report", report_of(gpupeak, "X"), "--format", "csv,json", "--out", folder},
           {"report", report_of(gpupeak, "X"), "--format", hostile},
           {"run", "--preset", hostile},
           {"run", "--seed", hostile},
           {hostile}}) {
    const Ran ran = gpupeak.run(args);
    EXPECT_THAT(ran.err, HasSubstr("error"));
    for (const char* raw : {"\n::", "\x1b", "\u202e"}) EXPECT_THAT(ran.err, Not(HasSubstr(raw))) << ran.err;
  }
}

TEST(Say, AnEndlessNameIsShortened) {
  CommandLine gpupeak;
  const std::string file = report_of(gpupeak, std::string(10'000'000, 'X'));
  const Ran saved = gpupeak.run({"baseline", "save", file, "--baseline", gpupeak.path("baseline.json")});
  EXPECT_EQ(saved.code, 0);
  EXPECT_LT(saved.err.size(), 5000u);
}

}  // namespace

}  // namespace gpupeak::testing
