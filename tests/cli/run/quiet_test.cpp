#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr host::OtherPrograms busy{1.4, 0, 2}, at_rest{0.05, 0, 2};

// A machine on which others use `first` for so many readings, then `then`.
auto readings(host::OtherPrograms first, int count, host::OtherPrograms then) {
  return [=]() mutable { return std::optional(count-- > 0 ? first : then); };
}

const Note* note_of_others(const CommandLine& gpupeak) {
  static Report report;
  report = read_report(gpupeak.read("report/report.json"), "report.json");
  return first_of(report.devices.front().notes, {NoteKind::others_at_work});
}

TEST(Quiet, ARunSaysWhenOtherProgramsUseTheMachine) {
  CommandLine gpupeak;
  gpupeak.others = readings(busy, 1, busy);
  EXPECT_THAT(gpupeak.measure().err, HasSubstr("gpupeak: other programs use 1.4 of 2 CPUs: results will be unsteady; "
                                               "--wait-idle 60s waits for quiet\n"));
  ASSERT_TRUE(note_of_others(gpupeak));
  EXPECT_THAT(text(*note_of_others(gpupeak)), HasSubstr("other programs used 1.4 of 2 CPUs"));
  EXPECT_EQ(gpupeak.measure({"--quiet"}).err, "");
}

TEST(Quiet, ARunOnAQuietMachineSaysNothing) {
  CommandLine gpupeak;
  gpupeak.others = readings(at_rest, 1, at_rest);
  EXPECT_THAT(gpupeak.measure().err, Not(HasSubstr("other programs")));
  EXPECT_FALSE(note_of_others(gpupeak));
  gpupeak.others = [] { return std::nullopt; };
  EXPECT_THAT(gpupeak.measure({"--wait-idle", "60s"}).err, Not(HasSubstr("gpupeak:"))) << "it cannot be told";
}

TEST(Quiet, WaitIdleWaitsUntilTheyHaveRested) {
  CommandLine gpupeak;
  gpupeak.terminal = true;
  int looked = 0;
  gpupeak.others = [&looked] { return std::optional(++looked == 2 || looked > 6 ? at_rest : busy); };
  const Ran ran = gpupeak.measure({"--wait-idle", "60s"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("gpupeak: other programs use 1.4 of 2 CPUs: waiting for quiet, at most 60 s\n"),
                             HasSubstr("  waiting for quiet: other programs use 1.4 of 2 CPUs"),
                             HasSubstr("gpupeak: quiet after ")));
  EXPECT_EQ(looked, 10) << "a moment of rest between two programs is not quiet";
  EXPECT_FALSE(note_of_others(gpupeak));
}

TEST(Quiet, WaitIdleEndsAfterItsTimeAndSaysSo) {
  CommandLine gpupeak;
  gpupeak.others = readings(busy, 1, busy);
  const Ran ran = gpupeak.measure({"--wait-idle", "5s"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, HasSubstr("gpupeak: other programs still use 1.4 of 2 CPUs after 5 s: measuring anyway"));
  EXPECT_TRUE(note_of_others(gpupeak));
}

TEST(Quiet, WaitIdleWantsATime) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--wait-idle", "soon"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--wait-idle: "));
}

TEST(Quiet, ARunUnderAQuotaSaysSo) {
  CommandLine gpupeak;
  gpupeak.info.notes.push_back({NoteKind::cpu_quota, {1.5, 2}});
  EXPECT_THAT(gpupeak.measure().err,
              HasSubstr("gpupeak: a control group limits this process to the time of 1.50 cores"));
}

}  // namespace
}  // namespace gpupeak::testing
