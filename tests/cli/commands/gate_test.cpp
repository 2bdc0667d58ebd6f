#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

// Reports of five processes on the scripted machine, and a baseline of them.
struct GateCommand : ::testing::Test {
  CommandLine gpupeak;
  std::string file = gpupeak.path("baseline.json");

  std::string report(const std::string& name, double launch_s) {
    gpupeak.launch_s = [=](int) { return launch_s; };
    gpupeak.out = gpupeak.path(name);
    EXPECT_EQ(gpupeak.measure({"--repeat", "5", "--quiet"}).code, 0);
    return gpupeak.out;
  }
  Ran baseline(const std::string& action, const std::string& report, std::vector<std::string> more = {}) {
    std::vector<std::string> args{"baseline", action, report, "--baseline", file};
    args.insert(args.end(), more.begin(), more.end());
    return gpupeak.run(args);
  }
  Ran gate(const std::string& report, std::vector<std::string> more = {}) {
    std::vector<std::string> args{"gate", report, "--baseline", file, "--out", gpupeak.path("again")};
    args.insert(args.end(), more.begin(), more.end());
    return gpupeak.run(args);
  }
};

TEST_F(GateCommand, AnUnchangedReportPassesAndASlowerOneFails) {
  const std::string before = report("before", 1e-3);
  EXPECT_EQ(baseline("save", before).code, 0);
  EXPECT_EQ(gate(before).code, 0);
  const Ran slower = gate(report("after", 1.1e-3));
  EXPECT_EQ(slower.code, 1);
  EXPECT_THAT(slower.out, HasSubstr("REGRESSED"));
}

TEST_F(GateCommand, ARegressionThatDoesNotComeBackIsFlaky) {
  baseline("save", report("before", 1e-3));
  const std::string after = report("after", 1.1e-3);
  gpupeak.launch_s = [](int) { return 1e-3; };
  const Ran ran = gate(after, {"--confirm"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("FLAKY"));
}

TEST_F(GateCommand, ConfirmationsShowHowFarTheyAreOnATerminalAlone) {
  baseline("save", report("before", 1e-3));
  const std::string after = report("after", 1.1e-3);
  for (const bool terminal : {false, true}) {
    gpupeak.terminal = terminal;
    gpupeak.processes.clear();
    gate(after, {"--confirm"});
    ASSERT_FALSE(gpupeak.processes.empty());
    EXPECT_EQ(std::ranges::count(gpupeak.processes[0], "--quiet"), terminal ? 0 : 1);
  }
}

TEST_F(GateCommand, AConfirmationWaitsForAQuietMachineItself) {
  baseline("save", report("before", 1e-3));
  gpupeak.launch_s = [](int) { return 1.1e-3; };
  gpupeak.out = gpupeak.path("after");
  EXPECT_EQ(gpupeak.measure({"--repeat", "5", "--quiet", "--wait-idle", "3s"}).code, 0);
  gpupeak.others = [] { return std::optional(host::OtherPrograms{1.4, 0, 2}); };
  gpupeak.processes.clear();
  const Ran ran = gate(gpupeak.out, {"--confirm", "--wait-idle", "5s"});
  EXPECT_THAT(ran.err, HasSubstr("other programs use 1.4 of 2 CPUs: waiting for quiet, at most 5 s"));
  ASSERT_FALSE(gpupeak.processes.empty());
  for (const std::string& argument : gpupeak.processes[0])
    EXPECT_FALSE(argument.starts_with("--wait-idle")) << argument;
  EXPECT_EQ(gate(gpupeak.out, {"--wait-idle", "5s"}).code, 2) << "it is of --confirm";
}

TEST_F(GateCommand, ARegressionThatComesBackFails) {
  baseline("save", report("before", 1e-3));
  const std::string after = report("after", 1.1e-3);
  gpupeak.processes.clear();
  EXPECT_EQ(gate(after, {"--confirm"}).code, 1);
  ASSERT_FALSE(gpupeak.processes.empty());
  EXPECT_THAT(gpupeak.processes[0], ::testing::Contains("--repeat=5"));
  EXPECT_THAT(gpupeak.processes[0], ::testing::Contains("--preset=" + gpupeak.preset));
}

TEST_F(GateCommand, WithTheBaselinesBinaryItTakesTurns) {
  baseline("save", report("before", 1e-3));
  const std::string after = report("after", 1.1e-3);
  const std::string old = gpupeak.write("old-gpupeak", "#!/bin/sh\n");
  std::filesystem::permissions(old, std::filesystem::perms(0755));
  std::string order;
  gpupeak.run_self = [&](const std::vector<std::string>& args) {
    order += "B";
    gpupeak.launch_s = [](int) { return 1.1e-3; };
    return gpupeak.run(args).code;
  };
  gpupeak.run_program = [&](const std::string& program, const std::vector<std::string>& args) {
    EXPECT_EQ(program, old);
    order += "A";
    gpupeak.launch_s = [](int) { return 1e-3; };
    return gpupeak.run(args).code;
  };
  EXPECT_EQ(gate(after, {"--confirm", "--baseline-binary", old}).code, 1);
  EXPECT_EQ(order, "ABBAABBAAB");
}

TEST_F(GateCommand, ARunThatCannotConfirmIsAnErrorAndNoPass) {
  baseline("save", report("before", 1e-3));
  const std::string after = report("after", 1.1e-3);
  gpupeak.run_self = [](const std::vector<std::string>&) { return 127; };
  const Ran ran = gate(after, {"--confirm"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("left no report"));
}

TEST_F(GateCommand, OneFormatBecomesAFileWhereOutSaysSo) {
  const std::string now = report("now", 1e-3);
  baseline("save", now);
  const Ran one = gate(now, {"--format", "html"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, "");
  EXPECT_EQ(one.err, "wrote " + gpupeak.path("again/gate.html") + "\n");
  EXPECT_THAT(gpupeak.read("again/gate.html"), HasSubstr("<!DOCTYPE html>"));
  const Ran twice = gate(now, {"--format", "junit,junit"});
  EXPECT_EQ(twice.err.find("wrote"), twice.err.rfind("wrote")) << twice.err;
  const Ran several = gate(now, {"--format", "console,json,junit"});
  EXPECT_THAT(several.out, HasSubstr("SAME"));
  for (const char* name : {"gate.json", "gate.junit.xml"})
    EXPECT_THAT(several.err, HasSubstr("wrote " + gpupeak.path("again") + "/" + name));
  EXPECT_THAT(gpupeak.run({"gate", now, "--baseline", file, "--format", "json"}).out, HasSubstr("\"schema\""));
}

TEST_F(GateCommand, FloorsNeedNoBaseline) {
  const std::string now = report("now", 1e-3);
  const std::string rules =
      gpupeak.write("rules.json", R"({"schema": 1, "rules": [{"match": "*", "floor_percent": 90}]})");
  EXPECT_EQ(gate(now, {"--floors-only", "--rules", rules}).code, 1);
}

TEST_F(GateCommand, FloorsAloneWithNothingToJudgeAreNoPass) {
  const std::string now = report("now", 1e-3);
  const Ran without = gate(now, {"--floors-only"});
  EXPECT_EQ(without.code, 2);
  EXPECT_THAT(without.err, HasSubstr("no rule has a floor_percent"));
  const std::string rules =
      gpupeak.write("rules.json", R"({"schema": 1, "rules": [{"match": "*", "floor_percent": 1}]})");
  EXPECT_EQ(gate(now, {"--floors-only", "--rules", rules}).code, 0);
  gpupeak.out = gpupeak.path("skipped");
  gpupeak.measure({"faulty", "--set", "faulty.kind=skips", "--quiet"});
  const Ran skipped = gate(gpupeak.out, {"--floors-only", "--rules", rules});
  EXPECT_EQ(skipped.code, 2);
  EXPECT_THAT(skipped.err, HasSubstr("nothing was measured"));
}

TEST_F(GateCommand, ABaselinesBinaryThatCannotRunIsFoundBeforeAnythingIsMeasured) {
  baseline("save", report("before", 1e-3));
  const std::string after = report("after", 1.1e-3);
  gpupeak.processes.clear();
  for (const std::string& binary : {gpupeak.path("none"), gpupeak.write("text", "not a program"), gpupeak.path("tmp"),
                                    std::string("no-such-name")}) {
    const Ran ran = gate(after, {"--confirm", "--baseline-binary", binary});
    EXPECT_EQ(ran.code, 2) << binary;
    EXPECT_THAT(ran.err, HasSubstr(binary + ": cannot be run: "));
  }
  EXPECT_TRUE(gpupeak.processes.empty());
}

TEST_F(GateCommand, BadInputIsNeverAPass) {
  const std::string now = report("now", 1e-3);
  EXPECT_EQ(gate(now).code, 2) << "there is no baseline";
  baseline("save", now);
  const auto code = [&](const char* rules) { return gate(now, {"--rules", gpupeak.write("r.json", rules)}).code; };
  EXPECT_EQ(code(""), 2);
  EXPECT_EQ(code("{"), 2);
  EXPECT_EQ(code(R"({"schema": 1, "rules": [{"match": "matmul/*"}]})"), 2) << "a rule that matches nothing";
  EXPECT_EQ(code(R"({"schema": 1, "rules": [{"match": "*", "floor_percent": 200}]})"), 2);
  EXPECT_EQ(gate(now, {"--fail-on", "nothing"}).code, 2);
  gpupeak.write("baseline.json", "[]");
  EXPECT_EQ(gate(now).code, 2);
}

TEST_F(GateCommand, AnEndlessRuleIsShortened) {
  const std::string now = report("now", 1e-3);
  baseline("save", now);
  const std::string rules = R"({"schema": 1, "rules": [{"match": "head)" + std::string(100'000, 'x') + R"("}]})";
  const Ran ran = gate(now, {"--rules", gpupeak.write("rules.json", rules)});
  EXPECT_EQ(ran.code, 2);
  EXPECT_LT(ran.err.size(), 2500u);
  EXPECT_THAT(ran.err, HasSubstr("headx"));
  EXPECT_THAT(ran.err, HasSubstr("matches no case"));
}

TEST_F(GateCommand, TheDefaultRulesArePrintedAndCanBeGivenBack) {
  const Ran printed = gpupeak.run({"gate", "--print-rules"});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("\"fail_percent\": 3"));
  const std::string now = report("now", 1e-3);
  baseline("save", now);
  EXPECT_EQ(gate(now, {"--rules", gpupeak.write("rules.json", printed.out)}).code, 0);
  EXPECT_THAT(gate(now, {"--rules", gpupeak.write("rules.json", "{")}).err, HasSubstr("'gpupeak gate --print-rules'"));
}

TEST_F(GateCommand, OneProcessCannotBeJudgedWhichIsNoPass) {
  baseline("save", report("before", 1e-3));
  gpupeak.launch_s = [](int) { return 1.2e-3; };
  gpupeak.out = gpupeak.path("single");
  gpupeak.measure({"--quiet"});
  const Ran ran = gate(gpupeak.out);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("measure with 'gpupeak run --repeat 5'"));
}

TEST_F(GateCommand, WhatNoiseHidesIsUndecidedWhichFailsOnlyWhereAsked) {
  for (const double day : {1.0, 1.4, 0.8, 1.2}) baseline("add", report("before", day * 1e-3));
  const std::string now = report("now", 1.1e-3);
  const Ran ran = gate(now);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("gate undecided: "));
  EXPECT_EQ(gate(now, {"--fail-on", "inconclusive"}).code, 5);
}

TEST_F(GateCommand, ABaselineIsNotBegunAnewOverWhatIsPinned) {
  baseline("add", report("before", 1e-3), {"--pin"});
  const std::string now = report("now", 1.001e-3);
  const Ran refused = baseline("save", now);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("holds 1 pinned job"));
  EXPECT_EQ(baseline("add", now).code, 0);
  file = gpupeak.path("other.json");
  baseline("add", now);
  EXPECT_THAT(baseline("save", now).err, HasSubstr("1 job went"));
}

TEST_F(GateCommand, ARunThatDidNotEndIsNotedInABaseline) {
  const std::string now = report("now", 1e-3);
  EXPECT_EQ(baseline("save", now).err.find("did not come to its end"), std::string::npos);
  std::string text = gpupeak.read("now/report.json");
  const std::string complete = "\"state\": \"complete\"";
  text.replace(text.find(complete), complete.size(), "\"state\": \"interrupted\"");
  EXPECT_THAT(baseline("save", gpupeak.write("partial.json", text)).err, HasSubstr("did not come to its end"));
}

TEST_F(GateCommand, ABaselineGrowsIsShownAndPruned) {
  const std::string now = report("now", 1e-3);
  baseline("save", now, {"--label", "one", "--pin"});
  baseline("add", report("later", 1.001e-3), {"--label", "two"});
  baseline("add", report("last", 1.002e-3), {"--label", "three"});
  const Ran twice = gpupeak.run({"baseline", "add", now, "--baseline", file});
  EXPECT_EQ(twice.code, 2);
  EXPECT_THAT(twice.err, HasSubstr("already"));
  Ran shown = gpupeak.run({"baseline", "show", "--baseline", file});
  for (const char* label : {"one (pinned)", "two", "three"}) EXPECT_THAT(shown.out, HasSubstr(label));
  EXPECT_EQ(gpupeak.run({"baseline", "prune", "--baseline", file, "--keep", "2"}).code, 0);
  shown = gpupeak.run({"baseline", "show", "--baseline", file});
  EXPECT_THAT(shown.out, ::testing::Not(HasSubstr("two")));
  EXPECT_THAT(shown.out, HasSubstr("three"));
  EXPECT_EQ(gpupeak.run({"baseline", "add", "--baseline", file}).code, 2) << "which report?";
  EXPECT_EQ(gpupeak.run({"baseline", "fold", now, "--baseline", file}).code, 2);
}

TEST_F(GateCommand, WithoutABaselineItSaysHowToMakeOne) {
  const std::string now = report("now", 1e-3);
  const Ran ran = gpupeak.run({"gate", now, "--baseline", file});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("'gpupeak baseline save REPORT --baseline " + file + "'"));
  EXPECT_THAT(ran.err, HasSubstr("--floors-only"));
  for (const char* action : {"show", "prune"}) {
    const Ran other = gpupeak.run({"baseline", action, "--baseline", file});
    EXPECT_EQ(other.code, 2) << action;
    EXPECT_THAT(other.err, HasSubstr("gpupeak baseline save REPORT")) << action;
    EXPECT_FALSE(std::filesystem::exists(file)) << action;
  }
}

TEST_F(GateCommand, ADamagedBaselinesRemedyHelps) {
  const std::string now = report("now", 1e-3);
  for (const auto& [text, remedy] :
       {std::pair{"{\"schema\": 1", "; restore it from version control, or delete it and begin anew"},
        std::pair{"{\"schema\": 3, \"classes\": []}", "; read it with a newer gpupeak\n"}}) {
    gpupeak.write("baseline.json", text);
    const Ran ran = baseline("save", now);
    EXPECT_EQ(ran.code, 2) << text;
    EXPECT_THAT(ran.err, HasSubstr(remedy)) << text;
    EXPECT_EQ(gpupeak.read("baseline.json"), text);
  }
}

}  // namespace
}  // namespace gpupeak::testing
