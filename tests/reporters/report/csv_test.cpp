#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <set>
#include <sstream>

#include "method/metrics.h"
#include "reporters/reporters.h"
#include "tests/support/csv_reader.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

using testing::example_report;
using testing::is_golden;
using testing::read_csv;

std::string csv(const Report& report, bool long_rows = false) {
  std::ostringstream out;
  reporter_named("csv")->write(report, out, {.long_rows = long_rows});
  return out.str();
}

// Rows by the names of their columns.
std::vector<std::map<std::string, std::string>> records(const Report& report, bool long_rows = false) {
  const auto rows = read_csv(csv(report, long_rows));
  std::vector<std::map<std::string, std::string>> all;
  for (size_t r = 1; r < rows.size(); ++r) {
    all.emplace_back();
    for (size_t c = 0; c < rows[r].size(); ++c) all.back()[rows[0][c]] = rows[r][c];
  }
  return all;
}

Report csv_one_case(const std::string& reason) {
  Report report;
  report.measurements = {testing::example_without_time("toy", {{"n", "1"}}, Outcome::failed, reason)};
  return report;
}

TEST(Csv, LooksAsItDidWhenAPersonLookedAtIt) { EXPECT_TRUE(is_golden("wide.csv", csv(example_report()))); }

TEST(Csv, HasOneRowPerSampleWhenLong) {
  Report report = example_report();
  report.measurements.resize(2);
  report.measurements[1].samples[0].clock.reset();
  report.measurements[1].samples[0].process = 3;
  EXPECT_TRUE(is_golden("long.csv", csv(report, true)));
}

TEST(Csv, HasOneRowPerCaseAndNoTwoColumnsOfOneName) {
  const auto rows = read_csv(csv(example_report()));
  EXPECT_EQ(rows.size(), 1 + example_report().measurements.size());
  EXPECT_EQ(std::set<std::string>(rows[0].begin(), rows[0].end()).size(), rows[0].size());
}

TEST(Csv, HasAColumnForEveryMetricWithItsValueToTheLastBit) {
  const Report report = example_report();
  const auto rows = records(report);
  for (const Metric* metric : metrics())
    for (size_t i = 0; i < rows.size(); ++i) {
      ASSERT_TRUE(rows[i].contains(std::string(metric->name)));
      const std::string& cell = rows[i].at(std::string(metric->name));
      const Measurement& m = report.measurements[i];
      const std::optional<double> expected = has_time(m.outcome) ? metric->value(m) : std::nullopt;
      ASSERT_EQ(cell.empty(), !expected.has_value()) << metric->name << " of " << m.id.id();
      if (!expected) continue;
      EXPECT_EQ(std::stod(cell), *expected) << metric->name;
    }
}

TEST(Csv, GivesEachAxisAColumnInTheOrderOfAppearance) {
  const auto header = read_csv(csv(example_report())).front();
  const std::vector<std::string> axes(header.begin() + 5, header.begin() + 13);
  EXPECT_EQ(axes, (std::vector<std::string>{"dtype", "units", "rung", "op", "size", "cache", "test", "m"}));
  EXPECT_EQ(records(example_report())[0].at("m"), "");
}

TEST(Csv, RenamesAnAxisThatIsCalledLikeAnotherColumn) {
  Report report;
  report.measurements = {testing::example_without_time("toy", {{"reason", "x"}, {"axis.reason", "y"}, {"id", "z"}},
                                                       Outcome::skipped, "why")};
  const auto rows = records(report);
  EXPECT_EQ(rows[0].at("reason"), "why");
  EXPECT_EQ(rows[0].at("axis.reason"), "x");
  EXPECT_EQ(rows[0].at("axis.axis.reason"), "y");
  EXPECT_EQ(rows[0].at("axis.id"), "z");
}

TEST(Csv, QuotesWhatSomeSpreadsheetsPartCellsAt) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].id = Case("toy", {{"model", "a;b"}});
  EXPECT_NE(csv(report).find("\n\"toy/model=a;b\",toy,"), std::string::npos);
  EXPECT_EQ(records(report)[0].at("model"), "a;b");
}

TEST(Csv, QuotesCommasAndQuotes) {
  const std::string reason = "\"a\", b,,\"\"";
  EXPECT_EQ(records(csv_one_case(reason))[0].at("reason"), reason);
}

TEST(Csv, KeepsARowOnOneLineAndShowsControlCharacters) {
  const std::string text = csv(csv_one_case("line\r\nbreak \x1b[31m \xff"));
  EXPECT_EQ(records(csv_one_case("line\r\nbreak \x1b[31m \xff"))[0].at("reason"), "line  break \\x1b[31m \\xff");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(Csv, LetsNoTextBecomeAFormula) {
  for (const std::string attack : {"=cmd|' /C calc'!A0", "+1+cmd", "-2+3*cmd", "@SUM(A1)", "=", "-", "=1,\"2\""})
    EXPECT_EQ(records(csv_one_case(attack))[0].at("reason"), "'" + attack);
  for (const std::string harmless : {"a=b", "1-2", "-12.5", "+3", ""})
    EXPECT_EQ(records(csv_one_case(harmless))[0].at("reason"), harmless);
}

TEST(Csv, ProtectsIdsAxesAndNotesToo) {
  Report report;
  report.measurements = {testing::example_without_time("+suite", {{"@axis", "=value"}}, Outcome::skipped, "")};
  report.measurements[0].notes = {said("=note")};
  const auto row = records(report)[0];
  EXPECT_EQ(row.at("id"), "'+suite/@axis=%3Dvalue");
  EXPECT_EQ(row.at("'@axis"), "'=value");
  EXPECT_EQ(row.at("notes"), "'=note");
}

TEST(Csv, NamesTheTimesOfPhases) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].phases = {{"load", {}, Seconds(0.5), 5}, {"forward", {}, Seconds(2), 5}};
  EXPECT_EQ(records(report)[0].at("phases_s"), "load=0.5 forward=2");
}

TEST(Csv, HasAHeaderAndNothingElseForAnEmptyReport) {
  EXPECT_EQ(read_csv(csv(Report{})).size(), 1u);
  EXPECT_EQ(csv(Report{}, true), "id,device,process,index,time_s,clock_hz,launches\r\n");
}

TEST(Csv, LeavesFiguresEmptyThatAreNotFiniteOrOfAWrongResult) {
  Report report = example_report();
  report.measurements.resize(2);
  report.measurements[0].outcome = Outcome::wrong;
  report.measurements[1].stats->median = std::numeric_limits<double>::quiet_NaN();
  report.measurements[1].stats->max = std::numeric_limits<double>::infinity();
  const auto rows = records(report);
  for (const char* column : {"median_s", "max_s", "flop_rate_flops_per_s", "efficiency_clocked"})
    for (const auto& row : rows) EXPECT_EQ(row.at(column), "") << column;
  EXPECT_EQ(rows[0].at("samples"), "");
  EXPECT_EQ(records(report, true).size(), report.measurements[1].samples.size());
}

TEST(Csv, ReadsBackExactlyOnlyWhatRfc4180Allows) {  // the reader itself is strict, so the tests above mean something
  for (const char* broken : {"a,b\n", "a,b\r", "a,b", "a\"b\r\n", "\"a\"b\r\n", "\"a\r\n", "a,b\r\nc\r\n"})
    EXPECT_THROW(read_csv(broken), std::invalid_argument) << broken;
  EXPECT_EQ(read_csv("\"a\r\n\"\"\",\r\n"), (std::vector<std::vector<std::string>>{{"a\r\n\"", ""}}));
}

}  // namespace
}  // namespace gpupeak
