
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "formats/error.h"
#include "formats/report_json.h"
#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string element(const Report& report) {
  std::ostringstream out;
  write_embedded_report(report, out);
  return out.str();
}

std::string page(const Report& report) { return "<!DOCTYPE html>\n<p>\n" + element(report) + "</html>"; }

std::string report_page_message(const std::string& text) {
  try {
    report_text(text, "r.html");
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ReportPage, GivesTheReportBackToTheLastByte) {
  const Report report = testing::example_report();
  const Report read = read_report(report_text(page(report), "r.html"), "r.html");
  EXPECT_EQ(write_report(read), write_report(report));
}

TEST(ReportPage, NoNameInAReportEndsTheElement) {
  Report report = testing::example_report();
  report.devices.front().name = "</script><script>alert(1)</script><!--";
  report.measurements.front().notes = {said("<script type=\"application/json\" id=\"gpupeak-report\">")};
  EXPECT_EQ(element(report).find('<', 1), element(report).rfind("</script>"));
  const Report read = read_report(report_text(page(report), "r.html"), "r.html");
  EXPECT_EQ(read.devices.front().name, report.devices.front().name);
  EXPECT_EQ(read.measurements.front().notes, report.measurements.front().notes);
}

TEST(ReportPage, NoCharacterInItTurnsALineRound) {
  Report report = testing::example_report();
  const std::string hostile = "\u202egnp\u2066.\u2028\u200f\ufeff 処理 ™";
  report.devices.front().name = hostile;
  EXPECT_THAT(element(report), HasSubstr("\\u202egnp\\u2066.\\u2028\\u200f\\ufeff 処理 ™"));
  EXPECT_EQ(read_report(report_text(page(report), "r.html"), "r.html").devices.front().name, hostile);
}

TEST(ReportPage, WhatIsNoPageStaysAsItIs) {
  for (const std::string text : {"{\"a\": \"<script>\"}", "", "  [", "\xef\xbb\xbf{}"})
    EXPECT_EQ(report_text(text, "r.json"), text);
}

TEST(ReportPage, IsAPageBehindSpacesAndAByteOrderMark) {
  const Report report = testing::example_report();
  EXPECT_THAT(report_text("\xef\xbb\xbf \n" + page(report), "r.html"), Not(HasSubstr("DOCTYPE")));
}

TEST(ReportPage, HostilePagesSayWhatIsWrongAndWhatHelps) {
  const std::string whole = page(testing::example_report());
  EXPECT_THAT(report_page_message("<html></html>"),
              AllOf(HasSubstr("r.html: is a page without a report in it, as gate.html"),
                    HasSubstr("report.html or report.json"), Not(HasSubstr("gpupeak run"))));
  EXPECT_THAT(report_page_message("<"), HasSubstr("without a report"));
  EXPECT_THAT(report_page_message(whole.substr(0, whole.size() / 2)), HasSubstr("no end, the file is cut short"));
  EXPECT_THAT(report_page_message(whole + whole), HasSubstr("two reports"));
}

TEST(ReportPage, MessagesNameTheLineOfThePage) {
  const std::string text =
      "<p>\n\n<script type=\"application/json\" id=\"gpupeak-report\">\n{\"schema\": 1,\n oops}</script>";
  try {
    read_report(report_text(text, "r.html"), "r.html");
    FAIL() << "read without an error";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("r.html:5:"));
  }
}

TEST(ReportPage, AReportOfManyCasesDoesNotFit) {
  Report report;
  EXPECT_TRUE(fits_a_page(report));
  report.measurements.resize(10'001);
  EXPECT_FALSE(fits_a_page(report));
  report.measurements.resize(1);
  report.measurements.front().samples.resize(1'000'001);
  EXPECT_FALSE(fits_a_page(report));
}

}  // namespace
}  // namespace gpupeak
