#include "cli/process/style.h"

#include <gtest/gtest.h>

#include <iostream>
#include <map>

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
}  // namespace gpupeak::testing
