#include "reporters/gate/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "formats/gate_files.h"
#include "formats/schema.h"
#include "reporters/text/text.h"
#include "tests/support/example_gate.h"
#include "tests/support/golden.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_gate;
using ::testing::HasSubstr;
using testing::lines_of;
using ::testing::Not;
using testing::parsed;
using testing::passing_gate;

std::string told(std::string_view format, const GateResult& result, const Style& style = {}) {
  std::ostringstream out;
  gate_reporter_named(format)->write(result, out, style);
  return out.str();
}

const GateRow& row_of(const GateResult& result, Verdict verdict) {
  return *std::ranges::find(result.rows, verdict, &GateRow::verdict);
}

GateResult of_row(Verdict verdict, Severity severity) {
  GateResult result = example_gate();
  GateRow row = row_of(result, verdict);
  row.severity = severity;
  result.rows = {row};
  result.findings.clear();
  return result;
}

TEST(Gate, LooksAsItDidWhenAPersonLookedAtIt) {
  for (const GateReporter* reporter : gate_reporters()) {
    const std::string file = "gate." + std::string(reporter->extension);
    EXPECT_TRUE(testing::is_golden(file, told(reporter->name, example_gate())));
  }
}

TEST(Gate, OnAConsoleAllThatFailsIsShownAndSomeOfTheRest) {
  GateResult result = of_row(Verdict::regressed, Severity::fail);
  result.rows.resize(30, result.rows[0]);
  result.rows.resize(50, row_of(example_gate(), Verdict::inconclusive));
  const std::string text = told("console", result);
  const auto times = [&](std::string_view word) {
    size_t count = 0;
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(times("REGRESSED matmul"), 30u);
  EXPECT_EQ(times("INCONCLUSIVE matmul"), 8u);
  EXPECT_THAT(text, HasSubstr("and 12 more INCONCLUSIVE"));
}

TEST(Gate, FormatsHaveDistinctNamesAndFilesAndAreFoundByName) {
  std::set<std::string_view> names, extensions;
  for (const GateReporter* reporter : gate_reporters()) {
    EXPECT_TRUE(names.insert(reporter->name).second);
    EXPECT_TRUE(extensions.insert(reporter->extension).second);
    EXPECT_FALSE(reporter->summary.empty());
    EXPECT_EQ(gate_reporter_named(reporter->name), reporter);
  }
  EXPECT_EQ(gate_reporter_named("yaml"), nullptr);
}

TEST(Gate, ASentenceHasTheFiguresTheIntervalTheLimitAndTheCause) {
  EXPECT_EQ(
      sentence(row_of(example_gate(), Verdict::regressed)),
      "1.000 ms -> 1.050 ms, 5.0 % worse (99 % interval +4.2 % to +6.1 %), limit 3 %; from clock 40.0 %, the rest "
      "60.0 %; rests on 5 processes (100 samples) against 10 jobs of 50 processes");
  EXPECT_THAT(sentence(row_of(example_gate(), Verdict::improved)),
              HasSubstr("10.0 % better (99 % interval -11.0 % to"));
  EXPECT_THAT(sentence(row_of(example_gate(), Verdict::inconclusive)), HasSubstr("12 runs a side would decide"));
}

TEST(Gate, ASentenceSaysWhatItRestsOn) {
  EXPECT_THAT(sentence(row_of(example_gate(), Verdict::flaky)),
              HasSubstr("rests on 5 pairs in turn, after 5 processes (100 samples) against 10 jobs of 50 processes"));
  constexpr const char* few = "few processes to decide on: 'gpupeak run --repeat 5' is surer";
  EXPECT_THAT(sentence(row_of(example_gate(), Verdict::sound)), HasSubstr(few));
  EXPECT_THAT(sentence(row_of(example_gate(), Verdict::flaky)), Not(HasSubstr(few)));
  EXPECT_THAT(sentence(row_of(example_gate(), Verdict::added)), Not(HasSubstr(few))) << "it decides nothing";
  GateRow figures = row_of(example_gate(), Verdict::regressed);
  figures.coverage = {.jobs = 4, .stored = 4, .now = 1, .samples = 20, .of_figures = true};
  EXPECT_THAT(sentence(figures), HasSubstr("rests on 1 figure (20 samples) against 4 jobs of 4 figures"));
}

TEST(Gate, ItsJsonIsThatOfItsSchema) {
  GateResult result = example_gate();
  result.rows.front().coverage.of_figures = true;
  result.rows.front().worse->interval.high = std::nan("");
  EXPECT_NO_THROW(read_checked(write_gate(result), "gate.json", {"a gate's result", "-"}, embedded_schema("gate")));
}

TEST(Gate, ARowWithoutAnyFigureStillSaysWhatItMeans) {
  GateRow row;
  row.verdict = Verdict::missing;
  EXPECT_EQ(sentence(row), "in the baseline alone");
}

TEST(Gate, WhatFailsStandsFirst) {
  const GateResult result = example_gate();
  const auto rows = worst_first(result);
  EXPECT_EQ(rows.front()->verdict, Verdict::regressed);
  for (size_t i = 1; i < rows.size(); ++i) EXPECT_GE(rows[i - 1]->severity, rows[i]->severity);
}

TEST(GateConsole, FitsItsPageAndSaysNothingOfRowsThatAreTheSame) {
  for (const std::string& line : lines_of(told("console", example_gate(), {.width = 60})))
    EXPECT_LE(columns(line), 60u);
  EXPECT_THAT(told("console", passing_gate()), HasSubstr("gate passed: 1 SAME"));
  EXPECT_THAT(told("console", passing_gate()), Not(HasSubstr("matmul")));
}

TEST(GateJunit, ARegressionIsAFailureOfThatType) {
  EXPECT_THAT(told("junit", of_row(Verdict::regressed, Severity::fail)),
              HasSubstr("<failure type=\"regression\" message="));
  EXPECT_THAT(told("junit", of_row(Verdict::regressed, Severity::warn)), Not(HasSubstr("<failure")));
  EXPECT_THAT(told("junit", of_row(Verdict::failed, Severity::fail)), HasSubstr("<error type=\"failed\""));
}

TEST(GateJunit, WhatIsNotDecidedIsSkippedUnlessItFails) {
  EXPECT_THAT(told("junit", of_row(Verdict::inconclusive, Severity::note)),
              HasSubstr("<skipped type=\"inconclusive\" message="));
  EXPECT_THAT(told("junit", of_row(Verdict::inconclusive, Severity::fail)),
              HasSubstr("<failure type=\"inconclusive\""));
  EXPECT_THAT(told("junit", of_row(Verdict::skipped, Severity::note)), HasSubstr("<skipped type=\"skipped\""));
}

TEST(GateJunit, AFlakyRowIsOneOnlyForReadersThatKnowTheWord) {
  EXPECT_THAT(told("junit-rich", of_row(Verdict::flaky, Severity::warn)),
              HasSubstr("<flakyFailure type=\"regression\""));
  const std::string strict = told("junit", of_row(Verdict::flaky, Severity::warn));
  EXPECT_THAT(strict, Not(HasSubstr("<flakyFailure")));
  EXPECT_THAT(strict, HasSubstr("verdict=FLAKY"));
  EXPECT_THAT(strict, HasSubstr("failures=\"0\""));
}

TEST(GateJunit, EveryFailingRowFailsWhateverItsVerdict) {
  for (const VerdictRow& verdict : verdicts)
    EXPECT_THAT(told("junit", of_row(verdict.id, Severity::fail)),
                ::testing::AnyOf(HasSubstr("<failure "), HasSubstr("<error ")))
        << verdict.name;
}

TEST(GateJunit, ADeviceThatFailedIsATestOfItsOwn) {
  GateResult result = passing_gate();
  result.device_failed = true;
  result.findings = {"everything is 9 % slower"};
  EXPECT_THAT(told("junit", result), HasSubstr("<failure type=\"device\" message=\"everything is 9 % slower\">"));
  EXPECT_THAT(told("junit", result), HasSubstr("tests=\"2\" failures=\"1\""));
}

TEST(GateGithub, PointsAtTheRulesLineAndGivesOutputs) {
  const std::string text = told("github", example_gate());
  EXPECT_THAT(
      text, HasSubstr("::error file=rules.json,line=7,title=REGRESSED matmul/dtype=f32/n=2/rung=blocked::median_s: "));
  EXPECT_THAT(text, HasSubstr("\nverdict=failed\nregressions=2\ninconclusive=1\nreport=after/report.json\n"));
  EXPECT_THAT(told("github", passing_gate()), HasSubstr("verdict=passed\nregressions=0\n"));
}

TEST(GateGithub, NothingOthersWroteBecomesACommand) {
  std::ostringstream out;
  const GateReporter& github = *gate_reporter_named("github");
  github.parts[0].write(testing::hostile_gate(), out, {});
  size_t errors = 0;
  for (const std::string& line : lines_of(out.str())) {
    EXPECT_TRUE(line.starts_with("::error ") || line.starts_with("::warning ")) << line;
    errors += line.starts_with("::error ");
  }
  EXPECT_EQ(errors, 10u);
  std::ostringstream outputs;
  github.parts[2].write(testing::hostile_gate(), outputs, {});
  EXPECT_EQ(lines_of(outputs.str()).size(), 4u);
}

TEST(GateGithub, SummaryFitsIntoTheRoomOfOne) {
  std::ostringstream out;
  gate_reporter_named("github")->parts[1].write(testing::hostile_gate(), out, {});
  EXPECT_LT(out.str().size(), 900'000u);
}

TEST(GateJson, HasEveryRowAndTheCounts) {
  const Json json = parsed(told("json", example_gate()));
  EXPECT_EQ(json.at("failed"), true);
  EXPECT_EQ(json.at("rows").size(), example_gate().rows.size());
  EXPECT_EQ(json.at("counts").at("REGRESSED"), 2);
  EXPECT_EQ(json.at("rows")[1].at("worse").at("estimate"), 1.05);
  EXPECT_TRUE(json.at("rows")[2].at("baseline").is_null());
}

TEST(GateOpenmetrics, SaysWhetherItFailed) {
  EXPECT_THAT(told("openmetrics", example_gate()), HasSubstr("\ngpupeak_gate_failed 1\n"));
  EXPECT_THAT(told("openmetrics", passing_gate()), HasSubstr("\ngpupeak_gate_failed 0\n"));
  EXPECT_THAT(told("openmetrics", example_gate()), HasSubstr("\ngpupeak_regressions 2\n"));
  EXPECT_TRUE(told("openmetrics", example_gate()).ends_with("# EOF\n"));
}

TEST(Gate, NeverWritesNanOrInfinityNorAttacks) {
  GateResult result = testing::hostile_gate();
  result.rows[1].worse = Ratio{NAN, {INFINITY, -INFINITY, NAN}};
  result.rows[1].baseline = NAN;
  result.rows[1].causes = {{"clock", NAN}};
  result.rows[2].worse = Ratio{1.1, {0, INFINITY, 0.99}};
  for (const GateReporter* reporter : gate_reporters()) {
    const std::string text = told(reporter->name, result);
    for (const char* bad : {"nan", "NaN", " inf", ":inf", "Infinity"})
      EXPECT_EQ(text.find(bad), std::string::npos) << reporter->name;
    if (reporter->name != "json") {
      EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos) << reporter->name;
    }
    if (reporter->name.starts_with("junit") || reporter->name == "markdown") {
      EXPECT_EQ(text.find("<script"), std::string::npos) << reporter->name;
    }
  }
}

TEST(GateMarkdown, RowsHaveAsManyCellsAsTheirHeader) {
  for (const std::string& line : lines_of(told("markdown", testing::hostile_gate())))
    if (line.starts_with('|')) {
      EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 9) << line;
    }
}

}  // namespace
}  // namespace gpupeak
