#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::written;

Report junit_report_one_case(Outcome outcome, const std::string& reason) {
  Report report = example_report();
  report.measurements = {testing::example_without_time("toy", {{"n", "1"}}, outcome, reason)};
  return report;
}

TEST(Junit, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.junit.xml", written("junit", example_report())));
}

TEST(JunitRich, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.junit-rich.xml", written("junit-rich", example_report())));
}

TEST(Junit, AWrongResultIsAFailure) {
  EXPECT_THAT(written("junit", junit_report_one_case(Outcome::wrong, "C[0] is 1")),
              HasSubstr("<failure type=\"wrong\" message=\"C[0] is 1\">"));
  EXPECT_THAT(written("junit", junit_report_one_case(Outcome::wrong, "")),
              HasSubstr("tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\""));
}

TEST(Junit, ACaseThatBrokeOffIsAnErrorAndOneThatDidNotStartIsSkipped) {
  EXPECT_THAT(written("junit", junit_report_one_case(Outcome::failed, "x")),
              HasSubstr("<error type=\"failed\" message=\"x\">"));
  EXPECT_THAT(written("junit", junit_report_one_case(Outcome::skipped, "x")),
              HasSubstr("<skipped type=\"skipped\" message=\"x\">"));
}

TEST(Junit, ImplausibleIsNeverAPass) {
  EXPECT_THAT(written("junit", junit_report_one_case(Outcome::implausible, "x")),
              HasSubstr("<failure type=\"implausible\""));
}

TEST(Junit, TimeIsThatOfMeasuringNotTheFigure) {
  Report report;
  report.measurements = {testing::example_measurement("toy", {}, {}, Seconds(0.01), 0, 20)};
  EXPECT_THAT(written("junit", report), HasSubstr("<testcase classname=\"device0.toy\" name=\"toy\" time=\"2.000\">"));
}

TEST(Junit, StrictHasNothingThatTheSchemaOfXunitForbids) {
  const std::string text = written("junit", example_report());
  size_t cases = 0;
  for (const std::string& line : testing::lines_of(text)) {
    cases += line.find("<testcase ") != std::string::npos;
    if (line.find("<testcase ") != std::string::npos) {
      EXPECT_THAT(line, Not(HasSubstr("file=")));
    }
    if (line.find("<testsuites") != std::string::npos) {
      EXPECT_EQ(line, "<testsuites name=\"gpupeak\">");
    }
    if (line.find("<properties>") != std::string::npos) {
      EXPECT_EQ(line.find('<'), 4u) << "below a suite only";
    }
  }
  EXPECT_EQ(cases, example_report().measurements.size());
}

TEST(Junit, NoTextMakesALinkToAFile) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].notes = {said("[[ATTACHMENT|/etc/passwd]] [[[ATTACHMENT|x]]")};
  EXPECT_THAT(written("junit", report), Not(HasSubstr("[[")));
}

TEST(Junit, OfNothingHasNoSuite) {
  EXPECT_EQ(written("junit", Report{}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gpupeak\">\n</testsuites>\n");
}

}  // namespace
}  // namespace gpupeak
