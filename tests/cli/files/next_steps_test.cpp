#include "cli/files/next_steps.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "tests/support/example_report.h"

namespace gpupeak::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string next_steps(const Report& report, const std::string& folder = "gpupeak-report") {
  std::ostringstream out;
  write_next_steps(report, folder, {"report.json", "report.csv"}, out, {.width = 80});
  return out.str();
}

// Of cases that are precise.
Report believable() {
  Report report = testing::example_report();
  std::erase_if(report.measurements, [](const Measurement& m) { return m.outcome != Outcome::measured; });
  report.run.schedule.preset = "quick";
  return report;
}

TEST(NextSteps, NameTheFilesAndWhereTheDetailsAre) {
  EXPECT_THAT(next_steps(believable()), HasSubstr("Saved  gpupeak-report/report.json, gpupeak-report/report.csv\n"
                                                  "Next   gpupeak report gpupeak-report "));
}

TEST(NextSteps, AreAPresetThatTellsMoreWhereTheRunCanBeBelieved) {
  const std::string text = next_steps(believable());
  EXPECT_THAT(text, HasSubstr("gpupeak run --preset standard"));
  EXPECT_THAT(text, Not(HasSubstr("doctor")));
  Report report = believable();
  for (const char* preset : {"full", "mine.json", ""}) {
    report.run.schedule.preset = preset;
    EXPECT_THAT(next_steps(report), Not(HasSubstr("--preset"))) << preset;
  }
}

TEST(NextSteps, AreToFindWhatDisturbsWhereItCannot) {
  Report report = believable();
  for (Measurement& m : report.measurements) m.notes = {{NoteKind::drift, {0.5}}};
  const std::string text = next_steps(report);
  EXPECT_THAT(text, HasSubstr("gpupeak doctor"));
  EXPECT_THAT(text, HasSubstr("gpupeak run --wait-idle 60s"));
  EXPECT_THAT(text, Not(HasSubstr("--preset")));
  report.run.argv = {"gpupeak", "run", "matmul"};
  EXPECT_THAT(next_steps(report), HasSubstr("gpupeak run matmul --wait-idle 60s"));
}

TEST(NextSteps, AreToResumeAnInterruptedRunFirst) {
  Report report = believable();
  report.run.state = "interrupted";
  EXPECT_THAT(next_steps(report), HasSubstr("Next   gpupeak run --resume gpupeak-report "));
}

TEST(NextSteps, CanBeTypedWhateverTheFolderIsCalled) {
  EXPECT_THAT(next_steps(believable(), "it's mine"), HasSubstr("gpupeak report 'it'\\''s mine' "));
}

}  // namespace
}  // namespace gpupeak::cli
