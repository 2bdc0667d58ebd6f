#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reporters/text/github_commands.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using github::Annotation;
using github::Level;
using testing::example_report;
using ::testing::HasSubstr;
using testing::lines_of;
using testing::written;

std::string annotations(const std::vector<Annotation>& all) {
  std::ostringstream out;
  github::write_annotations(out, all);
  return out.str();
}

std::string github_part(size_t index, const Report& report) {
  std::ostringstream out;
  reporter_named("github")->parts[index].write(report, out, {});
  return out.str();
}

TEST(Github, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.github.txt", written("github", example_report())));
}

TEST(Github, AnAnnotationPointsAtItsLine) {
  EXPECT_EQ(annotations({{Level::error, "a,b", "50 %", "rules.json", 7}}),
            "::error file=rules.json,line=7,title=a%2Cb::50 %25\n");
}

TEST(Github, MakesTenAnnotationsOfALevelAndSaysHowManyMore) {
  const std::vector<Annotation> ten(10, {Level::error, "t", "m"}), more(25, {Level::error, "t", "m"});
  EXPECT_EQ(lines_of(annotations(ten)).size(), 10u);
  const auto lines = lines_of(annotations(more));
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_EQ(lines.back(), "::error title=gpupeak::and 16 more, in the summary and in the report");
}

TEST(Github, NothingOthersWroteBecomesACommandOrAnOutput) {
  const Report report = testing::hostile_report();
  for (const std::string& line : lines_of(github_part(0, report)))
    EXPECT_TRUE(line.starts_with("::error title=") || line.starts_with("::notice title=")) << line;
  for (const std::string& line : lines_of(github_part(1, report))) {
    EXPECT_FALSE(line.starts_with("::")) << line;
    EXPECT_EQ(line.find("##["), std::string::npos) << line;
  }
  EXPECT_EQ(lines_of(github_part(2, report)).size(), 4u);
}

TEST(Github, OutputsSayHowItEnded) {
  EXPECT_EQ(github_part(2, example_report()), "verdict=wrong\ncases=23\nmeasured=15\nfaults=3\n");
  Report report = example_report();
  report.measurements.resize(1);
  EXPECT_THAT(github_part(2, report), HasSubstr("verdict=ok\n"));
  EXPECT_THAT(github_part(2, Report{}), HasSubstr("verdict=nothing measured\n"));
}

}  // namespace
}  // namespace gpupeak
