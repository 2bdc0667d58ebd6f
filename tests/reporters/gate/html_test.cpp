#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <regex>
#include <sstream>

#include "reporters/gate/gate.h"
#include "tests/support/example_gate.h"
#include "tests/support/markup_reader.h"

namespace gpupeak {
namespace {

using testing::Element;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::read_markup;

std::string gate_page(const GateResult& result) {
  std::ostringstream out;
  gate_reporter_named("html")->write(result, out, {});
  return out.str();
}

TEST(GateHtml, SaysTheVerdictBeforeAnythingElse) {
  EXPECT_THAT(gate_page(testing::example_gate()), HasSubstr("<h1>Gate <span class=\"alarm\">failed</span></h1>"));
  EXPECT_THAT(gate_page(testing::passing_gate()), HasSubstr("<h1>Gate <span class=\"good\">passed</span></h1>"));
}

TEST(GateHtml, HasARowForEveryRowAndAPictureOfThoseWithARatio) {
  const GateResult result = testing::example_gate();
  const std::string html = std::regex_replace(gate_page(result), std::regex("<wbr/>"), "");
  for (const GateRow& row : result.rows) EXPECT_THAT(html, HasSubstr(row.id));
  EXPECT_THAT(html, HasSubstr("How much worse than the baseline"));
}

TEST(GateHtml, SaysWhatItsColoursMean) {
  EXPECT_THAT(gate_page(testing::example_gate()),
              HasSubstr("<span class=\"caution strong\">amber</span> is a warning"));
}

TEST(GateHtml, ThePictureClaimsNoMoreThanTheVerdict) {
  GateResult result = testing::passing_gate();
  result.rows = {testing::example_gate().rows[7]};
  ASSERT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_THAT(gate_page(result), HasSubstr("0 surely worse, 0 surely better, 1 not sure"));
  EXPECT_THAT(gate_page(result), HasSubstr("class=\"ring\""));
}

TEST(GateHtml, AttacksAreTextAndNothingElse) {
  const std::vector<Element> elements = read_markup(gate_page(testing::hostile_gate()));
  EXPECT_EQ(std::ranges::count(elements, "script", &Element::name), 1);
  for (const Element& e : elements)
    for (const auto& [name, value] : e.attributes) {
      EXPECT_FALSE(name.starts_with("on")) << name;
      EXPECT_NE(name, "src");
      EXPECT_NE(name, "href");
    }
}

TEST(GateHtml, WithoutARatioThereIsNoPictureAndWithoutARowNoTable) {
  GateResult result = testing::passing_gate();
  for (GateRow& row : result.rows) row.worse.reset();
  EXPECT_THAT(gate_page(result), Not(HasSubstr("<svg")));
  result.rows.clear();
  EXPECT_THAT(gate_page(result), Not(HasSubstr("<table")));
  EXPECT_NO_THROW(read_markup(gate_page(result)));
}

TEST(GateHtml, FiguresThatAreNoNumbersAreNotShown) {
  GateResult result = testing::example_gate();
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (GateRow& row : result.rows) {
    row.baseline = row.candidate = none;
    if (row.worse) row.worse = Ratio{none, {none, none, none}};
  }
  EXPECT_THAT(gate_page(result), Not(HasSubstr("nan")));
}

TEST(GateHtml, OfManyRowsTheWorstAreShown) {
  GateResult result = testing::passing_gate();
  const GateRow row = testing::example_gate().rows.front();
  result.rows.assign(6000, row);
  EXPECT_THAT(gate_page(result), HasSubstr("The worst 5000 of 6000 rows."));
}

}  // namespace
}  // namespace gpupeak
