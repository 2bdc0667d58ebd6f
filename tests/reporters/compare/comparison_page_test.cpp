#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "reporters/compare/comparison.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/markup_reader.h"

namespace gpupeak {
namespace {

using testing::Element;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::read_markup;

std::string comparison_page(const CompareTable& table) {
  std::ostringstream out;
  SideBySide alike;
  alike.columns.resize(2);
  alike.columns[0].name = table.a;
  alike.columns[1].name = table.b;
  write_comparison_page({table}, alike, out);
  return out.str();
}

std::string page_of(const std::vector<Report>& reports, const std::vector<double>& prices = {}) {
  std::vector<std::string> names;
  for (size_t i = 0; i < reports.size(); ++i) names.push_back("report " + std::to_string(i));
  std::vector<CompareTable> tables;
  for (size_t i = 1; i < reports.size(); ++i) tables.push_back(compare(reports[0], names[0], reports[i], names[i]));
  std::ostringstream out;
  write_comparison_page(tables, side_by_side(reports, names, prices), out);
  return out.str();
}

Report example_page_on(std::string device) {
  Report report = testing::example_report();
  for (DeviceInfo& info : report.devices) info.name = device;
  return report;
}

CompareTable example_page() {
  Report b = testing::example_report();
  for (Measurement& m : b.measurements)
    for (Sample& s : m.samples) s.time = 1.1 * s.time;
  return compare(testing::example_report(), "before", b, "after");
}

TEST(ComparisonPage, LooksAsItDidWhenAPersonLookedAtIt) {
  Report other = example_page_on("another");
  for (Measurement& m : other.measurements)
    for (Sample& s : m.samples) s.time = 1.1 * s.time;
  EXPECT_TRUE(testing::is_golden("comparison.html", page_of({testing::example_report(), other}, {2, 1})));
}

TEST(ComparisonPage, SaysFirstWhatItComesTo) {
  const std::string html = comparison_page(example_page());
  EXPECT_THAT(html, HasSubstr("geometric mean of time of B / time of A 1.100"));
  EXPECT_LT(html.find("class=\"verdict\""), html.find("<svg"));
  EXPECT_LT(html.find("<svg"), html.rfind("<table"));
}

TEST(ComparisonPage, IsWellFormedAndNamesNothingOutsideItself) {
  for (const Element& e : read_markup(comparison_page(example_page()))) {
    EXPECT_FALSE(e.attributes.contains("src"));
    EXPECT_FALSE(e.attributes.contains("href"));
  }
}

TEST(ComparisonPage, ColoursATableAsItColoursThePicture) {
  CompareTable table;
  table.cases = {{"x", 0.985, Interval{0.98, 0.99, 0.99}, 1, 0.985, ""}};
  EXPECT_THAT(comparison_page(table), Not(HasSubstr("good strong")));
  table.cases = {{"x", 0.9, Interval{0.9, 0.9, 0}, 1, 0.9, ""}};
  EXPECT_THAT(comparison_page(table), Not(HasSubstr("good strong")));
  EXPECT_THAT(comparison_page(table), HasSubstr("0.900 to 0.900 (too few samples)"));
  table.cases = {{"x", 0.9, Interval{0.89, 0.91, 0.99}, 1, 0.9, ""}};
  EXPECT_THAT(comparison_page(table), HasSubstr("good strong"));
}

TEST(ComparisonPage, HostileNamesAreTextAndNothingElse) {
  CompareTable table = example_page();
  const std::string hostile = "</script><script>alert(1)</script>\"onload='x' \x1b \xff";
  table.a = table.b = hostile;
  table.differences = {hostile};
  for (ComparedCase& c : table.cases) c.id = c.note = hostile;
  int scripts = 0;
  for (const Element& e : read_markup(comparison_page(table))) {
    scripts += e.name == "script";
    EXPECT_FALSE(e.attributes.contains("onload"));
  }
  EXPECT_EQ(scripts, 1);
}

TEST(ComparisonPage, ShowsDevicesThatDifferSideBySide) {
  EXPECT_THAT(page_of({example_page_on("one"), example_page_on("one")}), Not(HasSubstr("Side by side")));
  const std::string two = page_of({example_page_on("one"), example_page_on("<other>")}, {2, 1});
  EXPECT_THAT(two, HasSubstr("<h2>Side by side</h2>"));
  EXPECT_THAT(two, HasSubstr("<dt>B</dt><dd>report 1, &lt;other&gt;</dd>"));
  EXPECT_THAT(two, HasSubstr(">B speed<"));
  EXPECT_THAT(two, Not(HasSubstr("Energy")));
  EXPECT_THAT(two, HasSubstr(">2.00×<")) << "as fast for half the price";
  EXPECT_THAT(two, HasSubstr(">B result<"));
  EXPECT_THAT(two, HasSubstr(">222 GFLOP/s<"));
  EXPECT_THAT(two, Not(HasSubstr("energy<"))) << "nobody counts any";
}

TEST(ComparisonPage, HoldsEachOfSeveralAgainstTheFirst) {
  const std::string html = page_of({example_page_on("one"), example_page_on("two"), example_page_on("three")});
  EXPECT_LT(html.find("Side by side"), html.find("B beside A"));
  EXPECT_LT(html.find("B beside A"), html.find("C beside A"));
  EXPECT_THAT(html, HasSubstr("time of C / time of A"));
  std::set<std::string> ids;
  for (const Element& e : read_markup(html))
    if (e.attributes.contains("id")) {
      EXPECT_TRUE(ids.insert(e.attributes.at("id")).second) << e.attributes.at("id");
    }
}

TEST(ComparisonPage, WithoutACommonCaseThereIsNoPicture) {
  CompareTable table;
  table.cases = {{"x", {}, {}, 1, {}, "only in A"}};
  EXPECT_THAT(comparison_page(table), HasSubstr("No case was measured on both sides."));
  EXPECT_THAT(comparison_page(table), Not(HasSubstr("<svg")));
  EXPECT_THAT(comparison_page(table), HasSubstr("only in A"));
}

}  // namespace
}  // namespace gpupeak
