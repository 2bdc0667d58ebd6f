#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

TEST(Compare, ShowsEveryCaseOfTwoReports) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string a = gpupeak.out;
  gpupeak.out = gpupeak.path("second");
  gpupeak.measure({"--exclude", "*n=128/rung=fast*"});
  const Ran ran = gpupeak.run({"compare", a, gpupeak.out});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("n=64"));
  EXPECT_THAT(ran.out, HasSubstr("only in " + a)) << "what one side lacks is said";
}

TEST(Compare, HoldsEachReportAgainstTheFirst) {
  CommandLine gpupeak;
  std::vector<std::string> reports;
  for (const double launch_s : {2e-3, 1e-3, 4e-3}) {
    gpupeak.launch_s = [=](int) { return launch_s; };
    gpupeak.out = gpupeak.path("report-" + std::to_string(reports.size()));
    gpupeak.measure();
    reports.push_back(gpupeak.out);
  }
  const Ran ran = gpupeak.run({"compare", reports[0], reports[1], reports[2], "--price", "1,1,0.25"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("0.500"));
  EXPECT_THAT(ran.out, HasSubstr("2.000"));
  EXPECT_THAT(ran.out, HasSubstr("Side by side, 4 cases"));
  EXPECT_THAT(ran.out, HasSubstr("speed per price"));
  EXPECT_THAT(ran.out, HasSubstr("C/A")) << "each has a letter";
  EXPECT_EQ(gpupeak.run({"compare", reports[0], reports[1], "--price", "1"}).code, 2);
  EXPECT_EQ(gpupeak.run({"compare", reports[0], reports[1], "--price", "1,-2"}).code, 2);
  EXPECT_EQ(gpupeak.run({"compare", reports[0]}).code, 2);
}

TEST(Compare, HoldsACardAgainstOthersOfItsModel) {
  CommandLine gpupeak;
  const std::string reference = gpupeak.path("reference.json");
  for (const double launch_s : {1e-3, 0.8e-3, 1.25e-3}) {
    gpupeak.launch_s = [=](int) { return launch_s; };
    gpupeak.measure();
    gpupeak.run({"baseline", "add", gpupeak.out, "--baseline", reference});
  }
  const Ran ran = gpupeak.run({"compare", gpupeak.out, "--reference", reference});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Your device reads 80.0 % of the reference, this model usually 80.0 % to 125.0 %"));
  const std::string text = gpupeak.read("report/report.json"), random = "\"data\": \"random\"";
  std::string changed = text;
  const std::string zeros =
      gpupeak.write("zeros.json", changed.replace(text.find(random), random.size(), "\"data\": \"zeros\""));
  const Ran refused = gpupeak.run({"compare", zeros, "--reference", reference});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("differ in data of operands (zeros / random)"));
  EXPECT_EQ(gpupeak.run({"compare", zeros, "--reference", reference, "--force"}).code, 0);
  const Ran unknown = gpupeak.run({"compare", gpupeak.out, "--reference", "card"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no reference of"));
}

TEST(Compare, IsAlsoAPage) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran page = gpupeak.run({"compare", gpupeak.out, gpupeak.out, "--format", "html"});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_THAT(page.out, ::testing::StartsWith("<!DOCTYPE html>"));
  const Ran three = gpupeak.run({"compare", gpupeak.out, gpupeak.out, gpupeak.out, "--format", "html"});
  EXPECT_EQ(three.code, 0) << three.err;
  EXPECT_THAT(three.out, HasSubstr("C beside A"));
  std::vector<std::string> many{"compare", "--format", "html"};
  many.insert(many.end(), 13, gpupeak.out);
  const Ran refused = gpupeak.run(many);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("at most 12 reports; 13 are named"));
  EXPECT_EQ(gpupeak.run({"compare", gpupeak.out, gpupeak.out, "--format", "pdf"}).code, 2);
}

TEST(Compare, RefusesUnlikeConditionsUnlessForced) {
  CommandLine gpupeak;
  gpupeak.measure();
  std::string text = gpupeak.read("report/report.json");
  const std::string random = "\"data\": \"random\"";
  ASSERT_NE(text.find(random), std::string::npos);
  const std::string zeros =
      gpupeak.write("zeros.json", text.replace(text.find(random), random.size(), "\"data\": \"zeros\""));
  const Ran refused = gpupeak.run({"compare", gpupeak.out, zeros});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("random / zeros"));
  const Ran forced = gpupeak.run({"compare", gpupeak.out, zeros, "--force"});
  EXPECT_EQ(forced.code, 0) << forced.err;
}

TEST(Compare, OfNothingInCommonIsNoComparison) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string a = gpupeak.out;
  gpupeak.out = gpupeak.path("zeros");
  gpupeak.measure({"--data", "zeros"});  // all wrong: the script of the suite asks for random operands
  const Ran ran = gpupeak.run({"compare", a, gpupeak.out, "--force"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("no measured case in common"));
}

TEST(Compare, NeedsNoDevice) {
  CommandLine gpupeak;
  gpupeak.measure();
  gpupeak.absent = "none";
  EXPECT_EQ(gpupeak.run({"compare", gpupeak.out, gpupeak.out}).code, 0);
}

TEST(Compare, AnUnreadableSideExitsWithTwoAndIsNamed) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran ran = gpupeak.run({"compare", gpupeak.out, gpupeak.write("b.json", "{")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("b.json"));
}

}  // namespace
}  // namespace gpupeak::testing
