#include "cli/options/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "cli/options/choices.h"
#include "formats/preset.h"
#include "reporters/reporters.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

// The words offered for a line; its last word is being written.
std::vector<std::string> offered(std::vector<std::string> line) {
  CommandLine gpupeak;
  line.insert(line.begin(), {"completion", "words", "--"});
  const Ran ran = gpupeak.run(line);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(gpupeak.probed, 0) << "the cursor waits";
  std::vector<std::string> words;
  std::istringstream lines(ran.out);
  for (std::string text; std::getline(lines, text);) words.push_back(text.substr(0, text.find('\t')));
  return words;
}

TEST(Completion, OffersCommandsBehindHelpAndNothingBehindThem) {
  EXPECT_THAT(offered({"hel"}), ElementsAre("help"));
  EXPECT_THAT(offered({"help", "ru"}), ElementsAre("run"));
  EXPECT_THAT(offered({"help", "run", ""}), IsEmpty());
}

TEST(Completion, OffersEveryCommandWithItsSummary) {
  CommandLine gpupeak;
  const std::string text = gpupeak.run({"completion", "words", "--", ""}).out;
  for (const cli::Command* command : cli::commands())
    EXPECT_THAT(text, HasSubstr(std::string(command->name) + "\t" + std::string(command->summary) + "\n"));
  EXPECT_THAT(offered({"sp"}), ElementsAre("specs"));
  EXPECT_THAT(offered({"--v"}), ElementsAre("--version"));
}

TEST(Completion, OffersEveryOptionOfACommand) {
  for (const cli::Command* command : cli::commands()) {
    const std::vector<std::string> words = offered({std::string(command->name), "-"});
    for (const cli::Accepted& option : cli::accepted(*command))
      EXPECT_TRUE(option.positional || std::find(words.begin(), words.end(), option.key()) != words.end())
          << option.key();
  }
}

TEST(Completion, OffersAnOptionOnceUnlessItMayBeRepeated) {
  EXPECT_THAT(offered({"run", "--seed", "7", "--se"}), ElementsAre("--set"));
  EXPECT_THAT(offered({"run", "--set=a.b=1", "--se"}), ElementsAre("--set", "--seed"));
}

TEST(Completion, KnowsWhatEveryTableHolds) {
  std::vector<std::string> presets = preset_names(), formats;
  for (const Reporter* reporter : reporters()) formats.emplace_back(reporter->name);
  presets.emplace_back(":files");
  EXPECT_THAT(offered({"run", "--preset", ""}), UnorderedElementsAreArray(presets));
  EXPECT_THAT(offered({"report", "--format", ""}), UnorderedElementsAreArray(formats));
  EXPECT_THAT(offered({"run", ""}), ElementsAre("alpha", "faulty"));
  EXPECT_THAT(offered({"run", "--device", ""}), ElementsAre("fake:0"));
  EXPECT_THAT(offered({"run", "--set", "alpha."}), ElementsAre("alpha.n=", "alpha.rung="));
  EXPECT_THAT(offered({"run", "--set", "alpha.rung="}), ElementsAre("alpha.rung=slow", "alpha.rung=fast"));
  EXPECT_THAT(offered({"run", "--set", "alpha.rung=slow,f"}), ElementsAre("alpha.rung=slow,fast"));
  EXPECT_THAT(offered({"run", "--filter", "*rung=f"}), ElementsAre("*rung=fast*"));
  EXPECT_THAT(offered({"run", "--peak", "dr"}), ElementsAre("dram="));
  EXPECT_THAT(offered({"list", "s"}), ElementsAre("suites"));
  EXPECT_THAT(offered({"specs", "H100 P"}), Not(IsEmpty()));
}

TEST(Completion, KeepsWhatStandsBeforeTheValue) {
  EXPECT_THAT(offered({"run", "--color=n"}), ElementsAre("--color=never"));
  EXPECT_THAT(offered({"run", "--format", "json,c"}), ElementsAre("json,console", "json,csv"));
  EXPECT_THAT(offered({"run", "--format=json,cs"}), ElementsAre("--format=json,csv"));
}

TEST(Completion, AsksForFilesAndFoldersWhereTheyFit) {
  EXPECT_THAT(offered({"report", ""}), ElementsAre(":files"));
  EXPECT_THAT(offered({"compare", "a", ""}), ElementsAre(":files"));
  EXPECT_THAT(offered({"compare", "a", "b", ""}), ElementsAre(":files"));
  EXPECT_THAT(offered({"report", "a", ""}), ElementsAre(":files"));
  EXPECT_THAT(offered({"run", "--out", ""}), ElementsAre(":folders"));
}

TEST(Completion, OffersNothingWhereItKnowsNothing) {
  EXPECT_THAT(offered({"rum", ""}), IsEmpty());
  EXPECT_THAT(offered({"run", "--seed", ""}), IsEmpty());
  EXPECT_THAT(offered({"run", "--quiet=x"}), IsEmpty());
}

TEST(Completion, WorksWithoutADevice) {
  CommandLine gpupeak;
  gpupeak.absent = "no machine";
  const Ran ran = gpupeak.run({"completion", "words", "--", "run", "--set", ""});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "");
}

TEST(Completion, RefusesAnotherShellWithTheNearest) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"completion", "bsh"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("did you mean 'bash'?"));
}

// A new option is offered with its values, or is said to be free, in cli/options/completion.cpp.
TEST(Completion, HasValuesForEveryOptionThatTakesOne) {
  const std::set<std::string> free_text{"--budget", "--wait-idle", "--seed",  "--repeat",      "--label", "--keep",
                                        "--pairs",  "--limit",     "--price", "--ignore-axis", "WORD"};
  for (const cli::Command* command : cli::commands())
    for (const cli::Accepted& option : cli::accepted(*command)) {
      if (option.value.empty() && !option.positional) continue;
      if (free_text.contains(option.key())) continue;
      CommandLine gpupeak;
      std::vector<std::string> line{"completion", "words", "--", std::string(command->name)};
      if (!option.positional) line.push_back(option.key());
      line.emplace_back("");
      EXPECT_NE(gpupeak.run(line).out, "") << command->name << " " << option.key();
    }
}

}  // namespace
}  // namespace gpupeak::testing
