#include "cli/options/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

struct Bad {
  std::vector<std::string> args;
  std::string place, remedy;
};

class BadCommandLine : public ::testing::TestWithParam<Bad> {};

TEST_P(BadCommandLine, ExitsWithTwoAndSaysWhereAndWhatHelps) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run(GetParam().args);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr(GetParam().place));
  EXPECT_THAT(ran.err, HasSubstr(GetParam().remedy));
  EXPECT_EQ(gpupeak.probed, 0) << "nothing may start";
}

const Bad bad[] = {
    {{}, "a command is missing", "gpupeak --help"},
    {{"help", "rnu"}, "unknown command 'rnu'", "run"},
    {{"help", "run", "matmul"}, "help: unexpected argument 'matmul'", "gpupeak help run"},
    {{"rum"}, "unknown command 'rum'", "did you mean 'run'?"},
    {{"--preset"}, "'--preset' before a command", "gpupeak run --preset"},
    {{"run", "--prset", "quick"}, "run: unknown option '--prset'", "did you mean '--preset'?"},
    {{"run", "--prset=quick"}, "unknown option '--prset'", "did you mean '--preset'?"},
    {{"run", "--preset"}, "--preset", "gpupeak run --help"},
    {{"run", "--seed", "1", "--seed", "2"}, "--seed", "gpupeak run --help"},
    {{"run", "--preset", "quik"}, "--preset: unknown value 'quik'", "did you mean 'quick'?"},
    {{"run", "--preset", "/nowhere/x.json"}, "/nowhere/x.json", "No such file"},
    {{"run", "--device", "hots"}, "--device hots: no such device", "known: ghost, fake"},
    {{"run", "--device", "fake:1"}, "fake has 1 device", "gpupeak list devices"},
    {{"run", "--device", "fake:-1"}, "'-1' is not a whole number", "from 0"},
    {{"run", "--format", "jsn"}, "--format: unknown value 'jsn'", "did you mean 'json'?"},
    {{"run", "--format", "json,,csv"}, "--format 'json,,csv'", "single commas"},
    {{"run", "--csv", "tall"}, "--csv: unknown value 'tall'", "wide, long"},
    {{"run", "--color", "purple"}, "--color: unknown value 'purple'", "auto, always, never"},
    {{"run", "--cache", "warm"}, "--cache: unknown value 'warm'", "cold, hot, both"},
    {{"run", "--data", "noise"}, "--data: unknown value 'noise'", "random, zeros, ones"},
    {{"run", "--order", "sorted"}, "--order: unknown value 'sorted'", "plan, random"},
    {{"run", "--seed", "-1"}, "--seed: '-1' is not a whole number", "from 0"},
    {{"run", "--seed", "18446744073709551616"}, "--seed: '18446744073709551616'", "to 9007199254740991"},
    {{"run", "--seed", "1x"}, "--seed: '1x'", "whole number"},
    {{"run", "--repeat", "0"}, "--repeat: '0'", "from 1 to"},
    {{"run", "--repeat", "1e9"}, "--repeat: '1e9'", "from 1 to"},
    {{"run", "--budget", "-5s"}, "--budget: '-5s'", "such as 60s"},
    {{"run", "--budget", "0"}, "--budget: '0'", "such as 60s"},
    {{"run", "--budget", "soon"}, "--budget: 'soon'", "such as 60s"},
    {{"run", "--set", "alpha.n"}, "--set alpha.n:", "SUITE.AXIS=VALUES"},
    {{"run", "--set", "alpha=1"}, "'alpha' must be SUITE.AXIS", "as in matmul.n"},
    {{"run", "--set", "a.b=1", "--set", "a.b=2"}, "a.b is set twice", "in one --set"},
    {{"run", "alpha", "--set", "faulty.kind=right"}, "faulty is not among the suites", "add it"},
    {{"run", "--filter", ""}, "run: --filter is given an empty value", "leave it out"},
    {{"run", "--preset", ""}, "run: --preset is given an empty value", "leave it out"},
    {{"run", "--preset=", "alpha"}, "run: --preset is given an empty value", "leave it out"},
    {{"gate", "r", "--rules", ""}, "gate: --rules is given an empty value", "leave it out"},
    {{"gate", "r", "--fail-on", ""}, "gate: --fail-on is given an empty value", "leave it out"},
    {{"gate", "r", "--baseline", ""}, "gate: --baseline is given an empty value", "leave it out"},
    {{"gate", "r", "--baseline="}, "gate: --baseline is given an empty value", "leave it out"},
    {{"gate"}, "REPORT is required", "gpupeak gate --help"},
    {{"gate", "r", "--confirm", "--floors-only"}, "--confirm", "--floors-only"},
    {{"gate", "r", "--pairs", "5"}, "--pairs requires", "--baseline-binary"},
    {{"gate", "r", "--baseline-binary", "x"}, "--baseline-binary requires", "--confirm"},
    {{"gate", "r", "--confirm", "--pairs", "5"}, "--pairs requires", "--baseline-binary"},
    {{"report", "r", "--csv", "long"}, "--csv long", "add --format csv"},
    {{"run", "--csv", "long", "--format", "json"}, "--csv long", "add --format csv"},
    {{"compare", "a", "--reference", "card", "--format", "html"}, "--reference", "--format"},
    {{"compare", "a", "--reference", "card", "--price", "1"}, "--reference", "--price"},
    {{"baseline", "prune", "--label", "x"}, "baseline prune: takes no --label", "leave it out"},
    {{"baseline", "prune", "--pin"}, "baseline prune: takes no --pin", "leave it out"},
    {{"baseline", "save", "r", "--keep", "2"}, "baseline save: takes no --keep", "leave it out"},
    {{"baseline", "show", "x.json"}, "baseline show: takes no REPORT", "--baseline FILE"},
    {{"compare", "a", "b", "--price", ""}, "compare: --price is given an empty value", "leave it out"},
    {{"run", "--resume", "x", "--out", "y"}, "--resume", "--out"},
    {{"list", "suits"}, "list: unknown value 'suits'", "did you mean 'suites'?"},
    {{"list", "suites", "alpha", "--whatever"}, "unknown option '--whatever'", "list"},
    {{"report"}, "FILE is required", "gpupeak report --help"},
    {{"compare"}, "REPORT is required", "gpupeak compare --help"},
    {{"trend", "a"}, "unexpected argument 'a'", "trend"},
    {{"info", "extra"}, "unexpected argument 'extra'", "info"},
    {{"doctor", "--colour"}, "unknown option '--colour'", "did you mean '--color'?"},
};

INSTANTIATE_TEST_SUITE_P(Options, BadCommandLine, ::testing::ValuesIn(bad));

struct BadValue {
  std::vector<std::string> args;
  std::string place, remedy;
};

// What only the suites of a device can judge.
class BadSchedule : public ::testing::TestWithParam<BadValue> {};

TEST_P(BadSchedule, ExitsWithTwoBeforeAFolderIsMade) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure(GetParam().args);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr(GetParam().place));
  EXPECT_THAT(ran.err, HasSubstr(GetParam().remedy));
  EXPECT_FALSE(std::filesystem::exists(gpupeak.out));
}

const BadValue bad_values[] = {
    {{"--set", "faulty.kind=right"}, "--set faulty.kind: the plan has no case", "gpupeak run faulty"},
    {{"alfa"}, "no suite 'alfa'", "did you mean 'alpha'?"},
    {{"--set", "alfa.n=1"}, "no suite 'alfa'", "did you mean 'alpha'?"},
    {{"--set", "alpha.rang=slow"}, "no axis 'rang'", "did you mean 'rung'?"},
    {{"--set", "alpha.rung=slaw"}, "alpha.rung=slaw", "did you mean 'slow'?"},
    {{"--set", "alpha.n=-5"}, "alpha.n=-5", "-5"},
    {{"--set", "alpha.n=0"}, "alpha.n=0", "whole positive count"},
    {{"--set", "alpha.n=99999999999999999999"}, "alpha.n=99999999999999999999", "whole positive count"},
    {{"--set", "alpha.n=1.5"}, "alpha.n=1.5", "whole positive count"},
    {{"--set", "alpha.n=64-128"}, "alpha.n=64-128", "512-8192*2"},
    {{"--set", "alpha.n=128-64*2"}, "alpha.n=128-64*2", "ends before it begins"},
    {{"--set", "alpha.n=1-1000000000+1"}, "alpha.n=1-1000000000+1", "more than"},
    {{"--peak", "drum=1GB/s"}, "--peak: unknown value 'drum'", "did you mean 'dram'?"},
    {{"--peak", "dram=fast"}, "--peak dram=fast", "51.2GB/s"},
    {{"--peak", "dram=-1GB/s"}, "--peak dram=-1GB/s", "51.2GB/s"},
    {{"--peak", "dram=0GB/s"}, "--peak dram=0GB/s", "51.2GB/s"},
    {{"--peak", "fp32=1GB/s"}, "--peak fp32=1GB/s", "FLOP/s"},
    {{"--peak", "dram"}, "--peak dram", "RESOURCE=RATE"},
};

INSTANTIATE_TEST_SUITE_P(Options, BadSchedule, ::testing::ValuesIn(bad_values));

TEST(Options, RepeatableOptionsDoNotSwallowASuite) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--set", "alpha.n=64", "alpha", "--dry-run", "-v"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("alpha/n=64/rung=slow/cache=hot"));
}

TEST(Options, AFileThatIsNoPresetIsNamed) {
  CommandLine gpupeak;
  const std::string preset = gpupeak.write("bad.json", R"({"schema": 1, "sumary": "x"})");
  const Ran ran = gpupeak.run({"run", "--preset", preset});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr(preset));
  EXPECT_THAT(ran.err, HasSubstr("sumary"));
  EXPECT_THAT(ran.err, HasSubstr("summary"));
}

}  // namespace
}  // namespace gpupeak::testing
