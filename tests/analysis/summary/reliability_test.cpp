#include "analysis/summary/reliability.h"

#include <gtest/gtest.h>

#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

Measurement spread_by(double spread, int count) {
  return testing::example_measurement("toy", {{"n", "1"}}, Work{}, Seconds(1e-3), spread, count);
}

TEST(Reliability, IsNothingForWhatWasNotMeasured) {
  for (const Outcome outcome : {Outcome::skipped, Outcome::wrong, Outcome::failed, Outcome::implausible}) {
    Measurement m = spread_by(0.005, 20);
    m.outcome = outcome;
    EXPECT_EQ(reliability(m), std::nullopt);
  }
}

TEST(Reliability, GoesByTheTimesBehindIt) {
  EXPECT_EQ(reliability(spread_by(0.005, 20)), Reliability::precise);
  EXPECT_EQ(reliability(spread_by(0.5, 20)), Reliability::unsteady);
  EXPECT_EQ(reliability(spread_by(0, 1)), Reliability::single_sample);
  EXPECT_EQ(reliability(spread_by(0.001, 2)), Reliability::single_sample);
}

TEST(Reliability, OfOneSampleIsThatOfTheTimesItStandsFor) {
  Measurement m = spread_by(0, 1);
  m.summary = Summary{.count = 30, .deviation = Seconds(1e-5), .is_mean = true};
  m.stats = statistics_of(m.samples, m.summary);
  EXPECT_EQ(reliability(m), Reliability::precise);
  m.summary->deviation = Seconds(2e-3);
  m.stats = statistics_of(m.samples, m.summary);
  EXPECT_EQ(reliability(m), Reliability::unsteady);
}

TEST(Reliability, AllowsADriftThatIsSmallerThanWhatIsShown) {
  for (const NoteKind kind : {NoteKind::drift, NoteKind::two_modes}) {
    Measurement m = spread_by(0.005, 20);
    m.notes.push_back({kind, {0.02}});
    EXPECT_EQ(reliability(m), Reliability::precise);
    m.notes.back().figures = {-0.08};
    EXPECT_EQ(reliability(m), Reliability::unsteady);
  }
}

}  // namespace
}  // namespace gpupeak
