#include "reporters/charts/forest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/support/markup_reader.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::read_markup;

ForestRow row(std::string id, double low, double estimate, double high) {
  const Ratio ratio{estimate, {low, high, 0.99}};
  return {std::move(id), ratio, judged(ratio, 0.03).finding};
}

Picture forest(const std::vector<ForestRow>& rows, double limit = 0.03) {
  return draw_forest(rows, "title", "B / A", limit);
}

TEST(Forest, SaysWhatItIsTold) {
  const Picture p = forest({row("worse", 1.05, 1.1, 1.15), row("better", 0.85, 0.9, 0.95), row("unsure", 0.9, 1.1, 1.3),
                            row("small", 1.01, 1.02, 1.025)});
  ASSERT_EQ(p.rows.size(), 4u);
  EXPECT_EQ(p.rows[0].back().text, "surely worse");
  EXPECT_EQ(p.rows[1].back().text, "not sure");
  EXPECT_EQ(p.rows[2].back().text, "within the band");
  EXPECT_EQ(p.rows[3].back().text, "surely better");
  EXPECT_EQ(p.summary, "4 ratios with their intervals: 1 surely worse, 1 surely better, 1 not sure.");
}

TEST(Forest, WhatIsNotSureHasAHollowMarkAndNoColour) {
  const Picture p = draw_forest({{"x", {1.2, {1.1, 1.3, 0.99}}, Finding::unsure, "INCONCLUSIVE"}}, "t", "B / A", 0.03);
  EXPECT_THAT(p.body, HasSubstr("class=\"ring\""));
  EXPECT_THAT(p.body, HasSubstr(">INCONCLUSIVE</text>"));
  EXPECT_THAT(p.body, Not(HasSubstr("class=\"line")));
}

TEST(Judged, NothingIsSureBelowTheConfidenceThatWasAskedFor) {
  EXPECT_EQ(judged({1.2, {1.2, 1.2, 0}}, 0.03).said, "too few samples");
  EXPECT_EQ(judged({1.2, {1.15, 1.25, 0.9}}, 0.03).said, "90.0 % sure");
  EXPECT_EQ(judged({1.2, {1.15, 1.25, 0.9}}, 0.03).finding, Finding::unsure);
  EXPECT_EQ(judged({1.2, {1.15, 1.25, 0.99}}, 0.03).finding, Finding::worse);
}

TEST(Judged, WhatReachesOverAnEdgeOfTheBandIsNotSure) {
  EXPECT_EQ(judged({1.05, {1.02, 1.08, 0.99}}, 0.03).finding, Finding::unsure);
  EXPECT_EQ(judged({0.985, {0.98, 0.99, 0.99}}, 0.03).finding, Finding::within);
}

TEST(Judged, WhatIsFasterByTheLimitIsAsFarAsWhatIsSlowerByIt) {
  EXPECT_EQ(judged({1.1, {1.06, 1.2, 0.99}}, 0.05).finding, Finding::worse);
  EXPECT_EQ(judged({1 / 1.1, {1 / 1.2, 1 / 1.06, 0.99}}, 0.05).finding, Finding::better);
}

TEST(Forest, KeepsTheCasesThatDifferMostTheWorstFirst) {
  std::vector<ForestRow> rows;
  for (int i = 0; i < 100; ++i) rows.push_back(row(std::to_string(i), 1, 1 + 0.001 * i, 1.1));
  const Picture p = forest(rows);
  EXPECT_EQ(p.rows.size(), 60u);
  EXPECT_EQ(p.rows.front().front().text, "99");
  EXPECT_EQ(p.rows.back().front().text, "40");
  EXPECT_EQ(p.note, "the 60 of 100 cases that got worse or differ most");
}

TEST(Forest, KeepsWhatGotWorseBeforeWhatIsNotSure) {
  std::vector<ForestRow> rows(80, row("unsure", 0.5, 2, 3));
  rows.push_back(row("worse", 1.04, 1.05, 1.06));
  EXPECT_EQ(forest(rows).rows.back().front().text, "worse");
}

TEST(Forest, OneRowFarOffDoesNotSqueezeTheOthers) {
  std::vector<ForestRow> rows(20, row("a", 1.0, 1.01, 1.02));
  rows.push_back(row("b", 5.9, 6, 6.1));
  const Picture p = forest(rows);
  EXPECT_THAT(p.note, HasSubstr("arrows go on beyond -5.7 % or +13 %"));
  EXPECT_THAT(p.body, HasSubstr("+10 %</text>"));
  EXPECT_THAT(p.body, Not(HasSubstr("+100 %</text>")));
}

TEST(Forest, RatiosThatAreNoNumbersAreLeftOut) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Picture p = forest({row("a", 0, 1, 1), row("b", 1, infinity, infinity), row("c", 1, std::nan(""), 2),
                            row("d", -1, -1, -1), row("e", 1e-300, 1, 1e300)});
  ASSERT_EQ(p.rows.size(), 1u);
  EXPECT_EQ(p.rows[0][0].text, "e");
  EXPECT_NO_THROW(read_markup(svg_file(p)));
}

TEST(Forest, WithoutARatioThereIsNoPicture) {
  EXPECT_EQ(forest({}).body, "");
  CompareTable table;
  table.cases = {{"x", {}, {}, 1, {}, "only in A"}};
  EXPECT_EQ(comparison_picture(table).body, "");
}

}  // namespace
}  // namespace gpupeak
