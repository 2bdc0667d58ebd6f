#include "cli/run/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <sstream>
#include <thread>

#include "reporters/text/text.h"
#include "tests/support/toy_run.h"

namespace gpupeak::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
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
    m.samples.assign(3, Sample{.time = Seconds(2e-3), .clock = std::nullopt});
    m.stats = statistics_of(m.samples, std::nullopt);
    m.headline = "flop_rate_flops_per_s";
    m.work.add(Resource::fp32, FlopCount(4e8));
  }
  return m;
}

TEST(Progress, SaysNothingOfSingleCasesThatABudgetLeftOut) {
  for (const bool bar : {false, true}) {
    std::ostringstream err;
    cli::Progress progress(err, {.bar = bar}, [] { return 0.0; });
    Measurement m;
    m.id = some_case;
    m.reason_kind = ReasonKind::budget_spent;
    m.reason = "left out by the budget of 8 s";
    progress.finished(m, 1, 3);
    progress.end();
    EXPECT_EQ(err.str().find("left out"), std::string::npos) << err.str();
  }
}

// A clock that advances ten seconds each time it is read.
std::function<double()> slow_clock() {
  return [now = 0.0]() mutable { return now += 10; };
}

// The line that a terminal shows last.
std::string last_line(const std::string& text) {
  const size_t begin = text.rfind("\r\033[K");
  return begin == std::string::npos ? text : text.substr(begin + 4);
}

// What is on a terminal, with a clock that is set by hand.
struct Shown {
  explicit Shown(cli::ProgressStyle style)
      : progress(err, (style.tick = std::chrono::hours(1), style), [this] { return now; }) {}
  std::string line() const { return last_line(err.str()); }

  double now = 0;
  std::ostringstream err;
  cli::Progress progress;
};

std::string text_of(cli::ProgressStyle style, const Measurement& m) {
  std::ostringstream err;
  cli::Progress progress(err, style, slow_clock());
  progress.started(m.id, 0, 3);
  progress.finished(m, 1, 3);
  progress.end();
  return err.str();
}

TEST(Progress, IsALinePerCaseWithoutATerminal) {
  EXPECT_EQ(text_of({}, with(Outcome::measured)), "[1/3] alpha/n=64  200 GFLOP/s\n");
  EXPECT_EQ(text_of({}, with(Outcome::skipped, "too big")), "[1/3] alpha/n=64  skipped: too big\n");
}

TEST(Progress, AddsNotesWhenVerbose) {
  EXPECT_EQ(text_of({.verbose = true}, with(Outcome::measured)), "[1/3] alpha/n=64  200 GFLOP/s\n    a note\n");
}

TEST(Progress, IsSilentWhenQuietButForWarnings) {
  EXPECT_EQ(text_of({.quiet = true}, with(Outcome::wrong, "x")), "");
  EXPECT_EQ(text_of({.quiet = true, .bar = true}, with(Outcome::wrong, "x")), "");
  std::ostringstream err;
  cli::Progress progress(err, {.quiet = true}, slow_clock());
  progress.warn("the disk is full");
  EXPECT_EQ(err.str(), "the disk is full\n");
}

TEST(Progress, ResultsLandWithShortNamesAboveTheLine) {
  Shown shown({.bar = true});
  const Case other("alpha", {{"n", "64"}, {"rung", "onednn"}});
  shown.progress.plan({Case("alpha", {{"n", "64"}, {"rung", "naive"}}), other}, {}, std::nullopt);
  Measurement m = with(Outcome::measured);
  m.id = other;
  shown.progress.finished(m, 1, 2);
  EXPECT_THAT(shown.err.str(), HasSubstr("alpha onednn   200 GFLOP/s\n"));
  EXPECT_THAT(shown.line(), HasSubstr("[#####.....] 1/2"));
}

TEST(Progress, MarksAFigureThatCannotBeBelieved) {
  Measurement m = with(Outcome::measured);
  m.stats->median_interval = Interval{1.72e-3, 2.28e-3, 0.99};
  EXPECT_THAT(text_of({.bar = true}, m), HasSubstr("200 GFLOP/s  ± 14.0 %\n"));
  EXPECT_THAT(text_of({.bar = true, .unicode = false}, m), HasSubstr("200 GFLOP/s  +- 14.0 %\n"));
  m.stats->median_interval = Interval{0, 6e-3, 0.99};
  EXPECT_THAT(text_of({.bar = true}, m), HasSubstr("200 GFLOP/s  unsteady\n")) << "wider than its value";
  m.samples.resize(1);
  EXPECT_THAT(text_of({.bar = true}, m), HasSubstr("200 GFLOP/s  one sample\n"));
}

TEST(Progress, CountsWhatIsSkippedInTheLine) {
  const std::string text = text_of({.bar = true}, with(Outcome::skipped, "too big"));
  EXPECT_THAT(text, AllOf(HasSubstr("1/3, 1 skipped"), Not(HasSubstr("\n")), Not(HasSubstr("too big"))));
  EXPECT_THAT(text_of({.verbose = true, .bar = true}, with(Outcome::skipped, "too big")),
              HasSubstr("skipped: too big"));
}

TEST(Progress, TheLineMakesWayForWhatAReaderMustKnow) {
  EXPECT_THAT(text_of({.bar = true}, with(Outcome::wrong, "C[3,4] is 7")),
              HasSubstr("\r\033[Kalpha/n=64  wrong: C[3,4] is 7\n"));
}

TEST(Progress, TellsWhatGoesOnAndForHowLong) {
  Shown shown({.bar = true});
  shown.progress.doing("opening the device");
  EXPECT_EQ(shown.line(), "[..........]  0:00  opening the device ");
  shown.now = 75;
  shown.progress.plan({some_case}, {{some_case.id(), 10}}, std::nullopt);
  shown.progress.started(some_case, 0, 1);
  EXPECT_EQ(shown.line(), "[..........] 0/1  1:15, 0:10 left  preparing alpha");
  shown.now = 79;
  shown.progress.stage(Stage::verifying, some_case);
  EXPECT_EQ(shown.line(), "[..........] 0/1  1:19, 0:06 left  verifying alpha");
}

TEST(Progress, TheLineIsRewrittenBetweenWindowsOnceASecond) {
  Shown shown({.bar = true});
  shown.progress.started(some_case, 0, 1);
  shown.now = 1;
  shown.progress.stage(Stage::measuring, some_case);
  shown.now = 1.9;
  shown.progress.between_windows();
  EXPECT_THAT(shown.line(), HasSubstr("0:01  measuring"));
  const size_t before = shown.err.str().size();
  shown.now = 2;
  shown.progress.between_windows();
  EXPECT_THAT(shown.err.str().substr(before), HasSubstr("0:02  measuring"));
  shown.progress.between_windows();
  EXPECT_EQ(last_line(shown.err.str().substr(before)), shown.line()) << "not twice in a second";
}

TEST(Progress, TheLineStaysWithinTheTerminalHoweverNarrowItBecomes) {
  int width = 80;
  Shown shown({.bar = true, .width_now = [&] { return width; }});
  const Case longest("alpha", {{"name", std::string(100, 'x') + "end"}});
  for (; width > 20; width -= 7) {
    shown.now += 10;
    shown.progress.started(longest, 0, 3);
    EXPECT_EQ(columns(shown.line()), static_cast<size_t>(width - 1)) << shown.line();
    if (width > 50) {
      EXPECT_THAT(shown.line(), AllOf(HasSubstr("preparing alpha"), HasSubstr("…"), EndsWith("end")));
    }
  }
}

TEST(Progress, ResultsStayWithinTheTerminal) {
  Measurement m = with(Outcome::measured);
  m.id = Case("alpha", {{"name", std::string(200, 'x') + "end"}});
  m.stats->median_interval = Interval{1.72e-3, 2.28e-3, 0.99};
  Measurement failed = m;
  failed.outcome = Outcome::failed;
  failed.reason = "out of device memory (needs 768 MiB, 512 MiB free); try --set matmul.n=4096";
  for (const Measurement& one : {m, failed}) {
    Shown shown({.bar = true, .width = 80});
    shown.progress.plan({one.id, some_case}, {}, std::nullopt);
    shown.progress.finished(one, 1, 2);
    std::istringstream lines(shown.err.str());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(last_line(line)), 79u) << line;
    EXPECT_THAT(shown.err.str(),
                HasSubstr(one.stats && one.outcome == Outcome::measured ? "± 14.0 %" : "matmul.n=4096"));
  }
}

TEST(Progress, NothingForeignReachesTheTerminal) {
  EXPECT_THAT(text_of({}, with(Outcome::failed, "\033[2Jgone")), Not(HasSubstr("\033")));
}

// A stream whose writer is waited for.
class Waited : public std::stringbuf {
 public:
  std::atomic<int> lines{0};

 protected:
  int sync() override { return ++lines, 0; }
};

TEST(Progress, TheLineTicksWhileACaseIsPreparedAndVerifiedButInNoShortWindow) {
  Waited buffer;
  std::ostream err(&buffer);
  std::atomic<double> clock = 0;
  cli::Progress progress(err, {.bar = true, .tick = std::chrono::milliseconds(1)}, [&] { return clock.load(); });
  const auto wait_for_ticks = [&] {
    for (const int before = buffer.lines; buffer.lines < before + 3;) std::this_thread::yield();
  };
  ToyScript script([&](const Target&, const Case&) {
    wait_for_ticks();  // ends with the test's time limit where the line is frozen
    Trial trial = good_trial();
    trial.check = [&] {
      wait_for_ticks();
      return Check{.ok = true, .compared = 1, .worst_error = 0, .allowed = 1, .where = "x[0]"};
    };
    return trial;
  });
  FakeDevice device;
  int drawn_in_windows = 0;
  Stage now = Stage::preparing;
  device.before_window = [&](int64_t, const Window&) {
    const int before = buffer.lines;
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    if (now != Stage::measuring) return;
    drawn_in_windows += buffer.lines - before;
    if (device.windows > 0) return;
    clock = clock + 1;
    wait_for_ticks();  // this one is long
  };
  const Observer observer{
      .started = [&](const Case& id, size_t done, size_t total) { progress.started(id, done, total); },
      .stage = [&](Stage stage, const Case& id) { progress.stage(now = stage, id); },
      .between_windows = [&] { progress.between_windows(); },
  };
  const Report report = run(schedule_of({"fast"}), device, observer);
  EXPECT_EQ(drawn_in_windows, 0);
  ASSERT_EQ(report.measurements.size(), 1u);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::measured);
}

TEST(Progress, OutlivesAReaderThatIsGone) {
  std::ostringstream err;
  cli::Progress progress(err, {.bar = true}, slow_clock());
  err.setstate(std::ios::badbit);
  progress.started(some_case, 0, 1);
  progress.finished(with(Outcome::measured), 1, 1);
  progress.end();
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace gpupeak::testing
