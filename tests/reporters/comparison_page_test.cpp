#include "reporters/comparison_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/example_report.h"
#include "tests/support/markup_reader.h"

namespace gpupeak {
namespace {

using testing::Element;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::read_markup;

std::string page(const CompareTable& table) {
  std::ostringstream out;
  write_comparison_page(table, out, {});
  return out.str();
}

CompareTable example() {
  Report b = testing::example_report();
  for (Measurement& m : b.measurements)
    for (Sample& s : m.samples) s.time = 1.1 * s.time;
  return compare(testing::example_report(), "before", b, "after");
}

TEST(ComparisonPage, SaysFirstWhatItComesTo) {
  const std::string html = page(example());
  EXPECT_THAT(html, HasSubstr("geometric mean of time of B / time of A 1.100"));
  EXPECT_LT(html.find("class=\"verdict\""), html.find("<svg"));
  EXPECT_LT(html.find("<svg"), html.rfind("<table"));
}

TEST(ComparisonPage, IsWellFormedAndNamesNothingOutsideItself) {
  for (const Element& e : read_markup(page(example()))) {
    EXPECT_FALSE(e.attributes.contains("src"));
    EXPECT_FALSE(e.attributes.contains("href"));
  }
}

TEST(ComparisonPage, ColoursATableAsItColoursThePicture) {
  CompareTable table;
  table.cases = {{"x", Ratio{0.985, {0.98, 0.99, 0.99}}, 1, 0.985, ""}};
  EXPECT_THAT(page(table), Not(HasSubstr("good strong")));
  table.cases = {{"x", Ratio{0.9, {0.9, 0.9, 0}}, 1, 0.9, ""}};
  EXPECT_THAT(page(table), Not(HasSubstr("good strong")));
  EXPECT_THAT(page(table), HasSubstr("0.900 to 0.900 (too few samples)"));
  table.cases = {{"x", Ratio{0.9, {0.89, 0.91, 0.99}}, 1, 0.9, ""}};
  EXPECT_THAT(page(table), HasSubstr("good strong"));
}

TEST(ComparisonPage, HostileNamesAreTextAndNothingElse) {
  CompareTable table = example();
  const std::string hostile = "</script><script>alert(1)</script>\"onload='x' \x1b \xff";
  table.a = table.b = hostile;
  table.differences = {hostile};
  for (ComparedCase& c : table.cases) c.id = c.note = hostile;
  int scripts = 0;
  for (const Element& e : read_markup(page(table))) {
    scripts += e.name == "script";
    EXPECT_FALSE(e.attributes.contains("onload"));
  }
  EXPECT_EQ(scripts, 1);
}

TEST(ComparisonPage, WithoutACommonCaseThereIsNoPicture) {
  CompareTable table;
  table.cases = {{"x", std::nullopt, 1, 0, "only in A"}};
  EXPECT_THAT(page(table), HasSubstr("No case was measured on both sides."));
  EXPECT_THAT(page(table), Not(HasSubstr("<svg")));
  EXPECT_THAT(page(table), HasSubstr("only in A"));
}

}  // namespace
}  // namespace gpupeak
