#include "reporters/compare/comparison.h"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "reporters/text/text.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

std::string comparison_written(const CompareTable& table, const Style& style = {}) {
  std::ostringstream out;
  write_comparisons({table}, out, style);
  return out.str();
}

CompareTable comparison_example() {
  CompareTable table;
  table.a = "before.json";
  table.b = "after.json";
  table.differences = {"device: host Xeon / host EPYC", "seed: 1 / 2"};
  table.cases = {
      {"matmul/dtype=f32/n=64/rung=naive/cache=hot", 0.952, Interval{0.941, 0.967, 0.992}, 1e-3, 0.952e-3, ""},
      {"matmul/dtype=f32/n=64/rung=openblas/cache=hot", 1.001, Interval{0.99, 1.012, 0.9375}, 2e-4, 2.002e-4, ""},
      {"matmul/dtype=f32/n=128/rung=naive/cache=hot", {}, {}, 7e-3, {}, "wrong in after.json: C[3,17] is NaN"},
      {"matmul/dtype=f32/n=128/rung=openblas/cache=hot",
       {},
       {},
       {},
       {},
       "skipped in before.json: openblas was not found"},
      {"memory/op=triad/size=1GiB", {}, {}, {}, 3.5e-2, "only in after.json"},
  };
  table.geometric_mean = 0.976;
  return table;
}

TEST(Comparison, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("comparison.txt", comparison_written(comparison_example())));
  EXPECT_TRUE(testing::is_golden("comparison_ascii.txt", comparison_written(comparison_example(), {.unicode = false})));
}

TEST(Comparison, NamesDifferencesBeforeAnyFigure) {
  const std::string text = comparison_written(comparison_example());
  EXPECT_LT(text.find("device: host Xeon / host EPYC"), text.find("0.952"));
}

TEST(Comparison, GivesNoVerdict) {
  const std::string text = comparison_written(comparison_example());
  for (const char* verdict : {"regress", "improve", "worse", "better", "PASS", "FAIL"})
    EXPECT_EQ(text.find(verdict), std::string::npos) << verdict;
}

TEST(Comparison, MarksOnlyIntervalsThatDoNotContainOne) {
  const std::string text = comparison_written(comparison_example());
  EXPECT_NE(text.find("0.941 .. 0.967 *"), std::string::npos);
  EXPECT_EQ(text.find("0.990 .. 1.012 *"), std::string::npos);
}

TEST(Comparison, SaysOnceWhatHoldsForAllReports) {
  std::ostringstream out;
  CompareTable noisy = comparison_example();
  noisy.noise_assumed = true;
  write_comparisons({comparison_example(), noisy, noisy}, out, {});
  const std::string text = out.str();
  for (const char* once : {"median time of one launch", "noise between processes is assumed"}) {
    ASSERT_NE(text.find(once), std::string::npos) << once;
    EXPECT_EQ(text.find(once), text.rfind(once)) << once;
  }
  EXPECT_GT(text.find("median time of one launch"), text.find("D/A"));
}

TEST(Comparison, SaysOnceWhyARatioHasNoInterval) {
  CompareTable table = comparison_example();
  table.cases[0].interval = table.cases[1].interval = std::nullopt;
  table.cases[0].ratio = 0.8;
  table.noise_unknown = 2;
  const std::string text = comparison_written(table);
  EXPECT_NE(text.find("0.800  "), std::string::npos) << text;
  EXPECT_EQ(text.find(" .. "), std::string::npos) << text;
  EXPECT_EQ(text.find('*'), text.rfind('*')) << "in the legend alone: " << text;
  const size_t why = text.find("no interval where a side has one time");
  ASSERT_NE(why, std::string::npos);
  EXPECT_EQ(text.find("no interval where", why + 1), std::string::npos);
}

TEST(Comparison, MarksNothingAsSureThatFewSamplesSay) {
  CompareTable table = comparison_example();
  table.cases[0].interval->confidence = 0.9;
  EXPECT_EQ(comparison_written(table).find("0.967 *"), std::string::npos);
}

TEST(Comparison, GivesSmallRatiosDigits) {
  CompareTable table = comparison_example();
  table.cases[0].ratio = 0.000423;
  table.cases[0].interval = Interval{0.000412, 0.000435, 0.992};
  EXPECT_NE(comparison_written(table).find("0.000412 .. 0.000435 *"), std::string::npos);
}

TEST(Comparison, FitsItsPageAndNeutralisesForeignText) {
  CompareTable table = comparison_example();
  table.a = table.b = "\x1b[31m" + std::string(300, 'a');
  table.differences.push_back(std::string(1000, 'd'));
  table.cases[2].note = std::string(1000, 'n') + "\n\x07";
  table.cases[3].id = "\xff\x1b]0;x\x07";
  for (int width = 50; width < 130; ++width) {
    const std::string text = comparison_written(table, {.width = width});
    EXPECT_EQ(text.find_first_of("\x1b\x07\r\xff"), std::string::npos);
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) ASSERT_LE(columns(line), static_cast<size_t>(width)) << line;
  }
}

TEST(Comparison, CopesWithNothingToCompare) {
  EXPECT_NE(comparison_written(CompareTable{}).find("neither report has a case"), std::string::npos);
  CompareTable one;
  one.cases = {ComparedCase{}};
  EXPECT_NE(comparison_written(one).find("no finite figure"), std::string::npos);
}

TEST(Comparison, ShowsTwoCasesOfOneIdAsTwoRows) {
  CompareTable table;
  table.cases = {{"toy/n=1", {}, {}, 1, 1, "x"}, {"toy/n=1", {}, {}, 2, 2, "x"}};
  const std::string text = comparison_written(table);
  EXPECT_NE(text.find("1.000 s"), std::string::npos);
  EXPECT_NE(text.find("2.000 s"), std::string::npos);
}

TEST(Comparison, WritesNoNan) {
  CompareTable table = comparison_example();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  table.cases[0].ratio = nan;
  table.cases[0].interval = Interval{nan, nan, nan};
  table.cases[1].a_s = nan;
  table.geometric_mean = std::numeric_limits<double>::infinity();
  table.cases[2].note.clear();
  EXPECT_EQ(comparison_written(table).find("nan"), std::string::npos);
  EXPECT_EQ(comparison_written(table).find("inf"), std::string::npos);
}

}  // namespace
}  // namespace gpupeak
