#include "cli/run/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Case some_case("alpha", {{"n", "64"}});

Measurement with(Outcome outcome, std::string reason = "") {
  Measurement m;
  m.id = some_case;
  m.outcome = outcome;
  m.reason = std::move(reason);
  m.notes = {said("a note")};
  if (outcome == Outcome::measured) {
    m.stats.emplace();
    m.stats->median = 2e-3;
  }
  return m;
}

// A clock that advances ten seconds each time it is read.
std::function<double()> slow_clock() {
  return [now = 0.0]() mutable { return now += 10; };
}

std::string text_of(cli::ProgressStyle style, const Measurement& m) {
  std::ostringstream err;
  cli::Progress progress(err, style, slow_clock());
  progress.started(m.id, 0, 3);
  progress.finished(m, 1, 3);
  progress.end();
  return err.str();
}

TEST(Progress, IsALinePerCaseWithoutATerminal) {
  EXPECT_EQ(text_of({}, with(Outcome::measured)), "[1/3] alpha/n=64  2.000 ms\n");
  EXPECT_EQ(text_of({}, with(Outcome::skipped, "too big")), "[1/3] alpha/n=64  skipped: too big\n");
}

TEST(Progress, AddsNotesWhenVerbose) {
  EXPECT_EQ(text_of({.verbose = true}, with(Outcome::measured)), "[1/3] alpha/n=64  2.000 ms\n    a note\n");
}

TEST(Progress, IsSilentWhenQuietButForWarnings) {
  EXPECT_EQ(text_of({.quiet = true}, with(Outcome::wrong, "x")), "");
  EXPECT_EQ(text_of({.quiet = true, .bar = true}, with(Outcome::wrong, "x")), "");
  std::ostringstream err;
  cli::Progress progress(err, {.quiet = true}, slow_clock());
  progress.warn("the disk is full");
  EXPECT_EQ(err.str(), "the disk is full\n");
}

TEST(Progress, TheBarNamesTheCaseTheCountAndTheTimeLeft) {
  const std::string text = text_of({.bar = true}, with(Outcome::measured));
  EXPECT_THAT(text, HasSubstr("0/3 ETA --:-- alpha/n=64"));
  EXPECT_THAT(text, HasSubstr("1/3 ETA 0:20 alpha/n=64")) << "10 s for one, two are left";
  EXPECT_THAT(text, Not(HasSubstr("\n"))) << "one line, rewritten";
}

TEST(Progress, TheBarMakesWayForWhatAReaderMustKnow) {
  EXPECT_THAT(text_of({.bar = true}, with(Outcome::wrong, "C[3,4] is 7")),
              HasSubstr("\r\033[K[1/3] alpha/n=64  wrong: C[3,4] is 7\n"));
}

TEST(Progress, TheBarStaysWithinTheTerminal) {
  std::ostringstream err;
  cli::Progress progress(err, {.bar = true, .width = 40}, slow_clock());
  progress.started(Case("alpha", {{"name", std::string(200, 'x')}}), 0, 3);
  EXPECT_LE(err.str().size(), std::string("\r\033[K").size() + 39);
}

TEST(Progress, NothingForeignReachesTheTerminal) {
  EXPECT_THAT(text_of({}, with(Outcome::failed, "\033[2Jgone")), Not(HasSubstr("\033")));
}

TEST(Progress, TheTimeLeftCountsOnlyWhatThisRunDid) {
  std::ostringstream err;
  cli::Progress progress(err, {.bar = true}, slow_clock());
  progress.started(some_case, 8, 10);
  progress.finished(with(Outcome::measured), 9, 10);
  EXPECT_THAT(err.str(), HasSubstr("9/10 ETA 0:10")) << "8 were done by an earlier run";
}

}  // namespace
}  // namespace gpupeak::testing
