// Phases of a launch: timed apart, in order, and held against the whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "method/run.h"
#include "tests/support/fake_device.h"
#include "tests/support/toy_run.h"
#include "tests/support/toy_suite.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;
using testing::good_trial;
using testing::run;
using testing::schedule_of;
using testing::ToyScript;
using testing::wrong;

// A launch of two phases; each notes that it ran.
Trial trial_of_two(std::vector<std::string>& ran) {
  Trial trial = good_trial();
  const auto phase = [&ran](const char* name) {
    return Phase{name, {}, [&ran, name](Queue&) { ran.emplace_back(name); }};
  };
  trial.phases = {phase("load"), phase("forward")};
  trial.launches = {[phases = trial.phases](Queue& queue) {
    for (const Phase& one : phases) one.launch(queue);
  }};
  return trial;
}

// Phases are timed launch by launch, in rounds; everything else takes `whole`.
void script_phases(FakeDevice& device, const std::vector<std::string>& ran, Seconds load, Seconds forward,
                   Seconds whole) {
  device.launch_time = [&ran, load, forward, whole, before = size_t{0}](int64_t) mutable {
    const size_t steps = ran.size() - before;  // of this launch: one phase, or both
    before = ran.size();
    return steps == 1 ? (ran.back() == "load" ? load : forward) : whole;
  };
}

TEST(RunPhases, AreTimedApartInTheirOrder) {
  FakeDevice device;
  std::vector<std::string> ran;
  const ToyScript script([&](const Target&, const Case&) { return trial_of_two(ran); });
  script_phases(device, ran, Seconds(0.4e-3), Seconds(1.6e-3), Seconds(2e-3));
  const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
  ASSERT_EQ(m.phases.size(), 2u);
  EXPECT_EQ(m.phases[0].name, "load");
  EXPECT_NEAR(m.phases[0].median.value, 0.4e-3, 1e-12);
  EXPECT_EQ(m.phases[1].name, "forward");
  EXPECT_NEAR(m.phases[1].median.value, 1.6e-3, 1e-12);
  EXPECT_EQ(m.phases[0].rounds, 125);  // a quarter of a second
  EXPECT_NEAR(m.stats->median, 2e-3, 1e-12);
  EXPECT_TRUE(m.notes.empty());
}

TEST(RunPhases, AreSaidNotToSumToTheWholeWhereTheyDoNot) {
  for (const auto& [whole, said] : {std::pair{2.1e-3, "95.2 %"}, std::pair{1.9e-3, "105.3 %"}}) {
    FakeDevice device;
    std::vector<std::string> ran;
    const ToyScript script([&](const Target&, const Case&) { return trial_of_two(ran); });
    script_phases(device, ran, Seconds(0.4e-3), Seconds(1.6e-3), Seconds(whole));
    const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
    ASSERT_EQ(m.notes.size(), 1u);
    EXPECT_THAT(text(m.notes[0]), ::testing::HasSubstr(std::string("phases sum to ") + said));
  }
}

TEST(RunPhases, AWrongResultHasNone) {
  FakeDevice device;
  std::vector<std::string> ran;
  int checks = 0;
  const ToyScript script([&](const Target&, const Case&) {
    Trial trial = trial_of_two(ran);
    trial.check = [&checks, right = trial.check] { return ++checks > 1 ? wrong("the loss diverged") : right(); };
    return trial;
  });
  const Measurement m = run(schedule_of({"fast"}), device).measurements.at(0);
  EXPECT_EQ(m.outcome, Outcome::wrong);
  EXPECT_TRUE(m.phases.empty());
}

}  // namespace
}  // namespace gpupeak
