#include "method/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <utility>

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

TEST(RunSchedule, MeasuresAGoodCase) {
  FakeDevice device;
  const Report report = run(schedule_of({"fast"}), device);
  ASSERT_EQ(report.measurements.size(), 1u);
  const Measurement& m = report.measurements[0];
  EXPECT_EQ(m.outcome, Outcome::measured);
  EXPECT_EQ(m.samples.size(), 10u);
  EXPECT_EQ(m.stopped_by, "precision");
  EXPECT_EQ(m.group, "toy/n=1");
  ASSERT_TRUE(m.check);
  EXPECT_EQ(m.check->compared, 2);  // before and after
}

TEST(RunSchedule, GivesACaseTheHeadlineAndViewsOfItsSuiteUnlessItsTrialSaysOtherwise) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case& id) -> Prepared {
    Trial trial = good_trial();
    if (id.text("rung") == "slow") trial.headline = "latency_s";
    return trial;
  });
  const Report report = run(schedule_of({"slow", "fast"}), device);
  EXPECT_EQ(report.measurements[0].headline, "latency_s");
  EXPECT_EQ(report.measurements[1].headline, "flop_rate_flops_per_s");
  for (const Measurement& m : report.measurements) EXPECT_EQ(m.views, Views{View::ladder});
}

// Counts the windows that its device timed while it was looking.
class CountingWatch : public Watch {
 public:
  CountingWatch(const FakeDevice& device, OnReading told) : device_(device), told_(std::move(told)) {}
  void start() override {
    began_ = device_.windows;
    tell(Reading::Moment::began);
  }
  void stop() override {
    for (; began_ < device_.windows; ++began_) tell(Reading::Moment::during);
    tell(Reading::Moment::ended);
  }
  void close() override { tell(Reading::Moment::closed); }

 private:
  void tell(Reading::Moment moment) {
    Reading reading;
    reading.moment = moment;
    told_(reading);
  }

  const FakeDevice& device_;
  OnReading told_;
  int64_t began_ = 0;
};

class WatchedDevice : public FakeDevice {
 public:
  std::unique_ptr<Watch> watch(const OnReading& told) override { return std::make_unique<CountingWatch>(*this, told); }
};

TEST(RunSchedule, WatchesExactlyTheSamplesOfACase) {
  WatchedDevice device;
  const Report report = run(schedule_of({"fast"}), device);
  const Measurement& m = report.measurements.at(0);
  ASSERT_TRUE(m.telemetry);
  EXPECT_EQ(m.telemetry->polls, static_cast<int>(m.samples.size()));  // not the warm-up, not what is verified
  EXPECT_EQ(m.telemetry->stretches, 1);                               // nobody else had a turn
}

TEST(RunSchedule, WatchesOpponentsInTheirOwnTurnsOnly) {
  WatchedDevice device;
  const Report report = run(schedule_of({"fast", "slow"}), device);
  for (const Measurement& m : report.measurements) {
    ASSERT_TRUE(m.telemetry) << m.reason;
    EXPECT_EQ(m.telemetry->polls, static_cast<int>(m.samples.size()));
    EXPECT_EQ(m.telemetry->stretches, 2);
  }
}

TEST(RunSchedule, HasNoTelemetryWhereTheDeviceTellsNothing) {
  FakeDevice device;
  EXPECT_FALSE(run(schedule_of({"fast"}), device).measurements.at(0).telemetry);
}

// Sizes 1 to 8, each with two opponents that the schedule does not put side by side.
Schedule scattered_schedule() {
  Schedule schedule = schedule_of({});
  for (const char* rung : {"slow", "fast"})
    for (int n = 1; n <= 8; ++n)
      schedule.cases.push_back({Case("toy", {{"n", std::to_string(n)}, {"rung", rung}}), Cache::hot});
  return schedule;
}

std::vector<std::string> ids_in(const Report& report) {
  std::vector<std::string> ids;
  for (const Measurement& m : report.measurements) ids.push_back(m.id.id());
  return ids;
}

TEST(RunSchedule, OpponentsMeetWhereTheFirstOfThemIsScheduled) {
  FakeDevice device;
  const std::vector<std::string> ids = ids_in(run(scattered_schedule(), device));
  ASSERT_EQ(ids.size(), 16u);
  EXPECT_EQ(ids[0], "toy/n=1/rung=slow");
  EXPECT_EQ(ids[1], "toy/n=1/rung=fast");
  EXPECT_EQ(ids[2], "toy/n=2/rung=slow");
}

TEST(RunSchedule, RandomOrderKeepsOpponentsTogetherAndFollowsTheSeed) {
  FakeDevice device;
  Schedule schedule = scattered_schedule();
  const std::vector<std::string> scheduled = ids_in(run(schedule, device));
  schedule.order = Order::random;
  std::set<std::vector<std::string>> orders;
  for (schedule.seed = 1; schedule.seed <= 3; ++schedule.seed) {
    const Report report = run(schedule, device);
    const std::vector<std::string> ids = ids_in(report);
    EXPECT_EQ(ids, ids_in(run(schedule, device))) << "the same seed gives the same order";
    EXPECT_THAT(ids, ::testing::UnorderedElementsAreArray(scheduled));
    for (size_t i = 0; i < ids.size(); i += 2)
      EXPECT_EQ(report.measurements[i].group, report.measurements[i + 1].group);
    orders.insert(ids);
  }
  EXPECT_EQ(orders.size(), 3u);
  EXPECT_FALSE(orders.contains(scheduled));
}

TEST(RunSchedule, AWrongResultHasNoTime) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case&) {
    Trial trial = good_trial();
    trial.check = [] { return wrong("C[0,0] is NaN"); };
    return trial;
  });
  const Report report = run(schedule_of({"fast"}), device);
  const Measurement& m = report.measurements[0];
  EXPECT_EQ(m.outcome, Outcome::wrong);
  EXPECT_EQ(m.reason, "C[0,0] is NaN");
  EXPECT_EQ(m.reason_kind, ReasonKind::disagrees);
  EXPECT_TRUE(m.samples.empty());
  EXPECT_FALSE(m.stats);
  EXPECT_EQ(device.windows, 0);  // it was never timed
}

TEST(RunSchedule, AResultThatGoesWrongWhileTimedHasNoTimeEither) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case&) {
    Trial trial = good_trial();
    const auto rounds = std::make_shared<uint64_t>();
    trial.reset = [rounds](uint64_t round) { *rounds = round; };
    trial.check = [rounds] { return *rounds == 0 ? good_trial().check() : wrong("stale output"); };
    return trial;
  });
  const Measurement m = run(schedule_of({"fast"}), device).measurements[0];
  EXPECT_EQ(m.outcome, Outcome::wrong);
  EXPECT_TRUE(m.samples.empty());
  EXPECT_FALSE(m.stats);
}

TEST(RunSchedule, VerifiesTheSecondTimeOnFreshDataThroughTheTimedPath) {
  FakeDevice device;
  std::vector<std::string> events;
  device.before_window = [&](int64_t, const Window&) { events.push_back("time"); };
  const ToyScript script([&](const Target&, const Case&) {
    Trial trial = good_trial();
    trial.reset = [&](uint64_t round) { events.push_back("reset " + std::to_string(round)); };
    trial.check = [&] {
      events.push_back("check");
      return good_trial().check();
    };
    return trial;
  });
  run(schedule_of({"fast"}), device);
  ASSERT_GE(events.size(), 6u);
  EXPECT_EQ(events[0], "reset 0");
  EXPECT_EQ(events[1], "check");
  EXPECT_EQ(events[events.size() - 3], "reset 1");
  EXPECT_EQ(events[events.size() - 2], "time");
  EXPECT_EQ(events[events.size() - 1], "check");
}

TEST(RunSchedule, OneCaseFailingLeavesTheOthersAlone) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case& id) -> Prepared {
    if (id.text("rung") == "slow") throw OutOfMemory("needs 48 GiB, 22 GiB free");
    return good_trial();
  });
  const Report report = run(schedule_of({"slow", "fast"}), device);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::failed);
  EXPECT_EQ(report.measurements[0].reason, "needs 48 GiB, 22 GiB free");
  EXPECT_EQ(report.measurements[0].reason_kind, ReasonKind::too_large);
  EXPECT_EQ(report.measurements[1].outcome, Outcome::measured);
}

TEST(RunSchedule, ALostDeviceSkipsTheRest) {
  FakeDevice device;
  device.before_window = [](int64_t window, const Window&) {
    if (window == 20) throw DeviceLost("fell off the bus");
  };
  Schedule schedule = schedule_of({"fast"});
  schedule.cases.push_back({Case("toy", {{"n", "2"}, {"rung", "fast"}}), Cache::hot});
  schedule.cases.push_back({Case("toy", {{"n", "3"}, {"rung", "fast"}}), Cache::hot});
  const Report report = run(schedule, device);
  ASSERT_EQ(report.measurements.size(), 3u);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::failed);
  EXPECT_EQ(report.measurements[2].outcome, Outcome::skipped);
  EXPECT_EQ(report.measurements[2].reason, "the device was lost in an earlier case: fell off the bus");
  for (const Measurement& m : report.measurements) EXPECT_EQ(m.reason_kind, ReasonKind::device_lost);
}

TEST(RunSchedule, KeepsTheReasonOfASkip) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case&) -> Prepared {
    return Skip{ReasonKind::refused, "install libthing"};
  });
  const Measurement m = run(schedule_of({"fast"}), device).measurements[0];
  EXPECT_EQ(m.outcome, Outcome::skipped);
  EXPECT_EQ(m.reason, "install libthing");
  EXPECT_EQ(m.reason_kind, ReasonKind::refused);
}

TEST(RunSchedule, SkipsWhatWouldTakeTooLongAndSaysHowLong) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case&) {
    Trial trial = good_trial();
    trial.rehearsal = Rehearsal{[](Queue&) {}, 14000};
    return trial;
  });
  const Measurement m = run(schedule_of({"slow"}), device).measurements[0];
  EXPECT_EQ(m.outcome, Outcome::skipped);
  EXPECT_TRUE(m.reason.starts_with("one launch would take about 14.00 s, more than the case's budget of 1.000 s"))
      << m.reason;
  EXPECT_EQ(m.reason_kind, ReasonKind::too_slow);
}

TEST(RunSchedule, OpponentsTakeTurns) {
  FakeDevice device;
  auto turns = std::make_shared<std::string>();
  const ToyScript script([turns](const Target&, const Case& id) {
    Trial trial = good_trial();
    const char letter = id.text("rung")[0];
    trial.threads = letter == 'v' ? Threads::vendors : Threads::ours;
    trial.vendor = letter == 'v' ? "libfast" : "";
    trial.launches = {[turns, letter](Queue&) {
      if (turns->empty() || turns->back() != letter) *turns += letter;
    }};
    return trial;
  });
  const Report report = run(schedule_of({"fast", "vendor"}), device);
  EXPECT_EQ(*turns, "fvfvfvfv");  // verify, warm up, two turns of five samples, verify again
  EXPECT_TRUE(report.measurements[1].vendor);
  EXPECT_FALSE(report.measurements[0].vendor);
  EXPECT_GE(device.settled, 2);  // before each of our turns after the vendor's
}

TEST(RunSchedule, AVendorsIsWhatTheTrialSaysWhoeverRunsItsThreads) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case& id) {
    Trial trial = good_trial();
    trial.vendor = id.text("rung") == "vendor" ? "libfast" : "";
    trial.threads = !trial.vendor.empty() ? Threads::ours : Threads::vendors;
    return trial;
  });
  const Report report = run(schedule_of({"fast", "vendor"}), device);
  EXPECT_FALSE(report.measurements[0].vendor);
  EXPECT_TRUE(report.measurements[1].vendor);
}

TEST(RunSchedule, ALibraryBelowTheProcessorIsAFactOnItsRows) {
  DeviceInfo info = testing::fake_device_info();
  info.libraries = {{"libold", "1", "", "", "Old", "sse", "fma"}, {"libnew", "2", "", "", "New", "fma"}};
  FakeDevice device(info);
  const ToyScript script([](const Target&, const Case& id) {
    Trial trial = good_trial();
    trial.vendor = id.text("rung") == "slow" ? "libold" : "libnew";
    return trial;
  });
  const Report report = run(schedule_of({"slow", "fast"}), device);
  EXPECT_TRUE(report.measurements[0].vendor_below);
  EXPECT_FALSE(report.measurements[1].vendor_below);
  EXPECT_THAT(texts(report.measurements[0].notes),
              ::testing::Contains("libold 1 (Old) runs kernels of sse although this processor has fma: its time is no "
                                  "yardstick"));
}

TEST(RunSchedule, LetsOneVendorsThreadsSleepBeforeAnothersTurn) {
  FakeDevice device;
  const ToyScript script([](const Target&, const Case&) {
    Trial trial = good_trial();
    trial.threads = Threads::vendors;
    return trial;
  });
  run(schedule_of({"vendor"}), device);
  EXPECT_EQ(device.settled, 0);  // its own threads may stay awake
  run(schedule_of({"fast", "vendor"}), device);
  EXPECT_GE(device.settled, 4);
}

TEST(RunSchedule, OpponentsGetTheSameData) {
  FakeDevice device;
  std::vector<uint64_t> seeds;
  const ToyScript script([&](const Target& target, const Case&) {
    seeds.push_back(target.seed);
    return good_trial();
  });
  Schedule schedule = schedule_of({"slow", "fast"});
  schedule.cases.push_back({Case("toy", {{"n", "2"}, {"rung", "fast"}}), Cache::hot});
  run(schedule, device);
  EXPECT_EQ(seeds[0], seeds[1]);
  EXPECT_NE(seeds[1], seeds[2]);
}

TEST(RunSchedule, OpponentsThatDoNotFitTogetherRunOneByOne) {
  FakeDevice device;
  device.free = gib(3);
  const ToyScript script([](const Target&, const Case&) {
    Trial trial = good_trial();
    trial.work.working_set = gib(2);
    return trial;
  });
  const Report report = run(schedule_of({"slow", "fast"}), device);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::measured);
  EXPECT_EQ(report.measurements[1].outcome, Outcome::measured);
}

TEST(RunSchedule, ResumesWithWhatIsMissing) {
  FakeDevice device;
  const Schedule schedule = schedule_of({"slow", "fast"});
  Report report;
  report.devices.push_back(device.info());
  Measurement old;
  old.id = schedule.cases[0].id;
  old.outcome = Outcome::wrong;
  report.measurements.push_back(old);
  run_schedule(schedule, testing::toy_suites, {device, testing::no_kernels}, 0, {}, report);
  ASSERT_EQ(report.measurements.size(), 2u);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::wrong);
  EXPECT_EQ(report.measurements[1].id, schedule.cases[1].id);
}

TEST(RunSchedule, StopsAfterTheCaseThatWasInterrupted) {
  FakeDevice device;
  Schedule schedule = schedule_of({"fast"});
  schedule.cases.push_back({Case("toy", {{"n", "2"}, {"rung", "fast"}}), Cache::hot});
  bool stop = false;
  Observer observer;
  observer.finished = [&](const Measurement&, size_t done, size_t total) {
    EXPECT_EQ(done, 1u);
    EXPECT_EQ(total, 2u);
    stop = true;
  };
  observer.interrupted = [&] { return stop; };
  EXPECT_EQ(run(schedule, device, observer).measurements.size(), 1u);
}

TEST(RunSchedule, SkipsWhatTheBudgetDoesNotReach) {
  FakeDevice device;
  device.launch_time = [](int64_t) { return Seconds(0.5); };
  Schedule schedule = schedule_of({"fast"});
  schedule.cases.push_back({Case("toy", {{"n", "2"}, {"rung", "fast"}}), Cache::hot});
  schedule.budget = Seconds(1);
  const Report report = run(schedule, device);
  EXPECT_EQ(report.measurements[0].outcome, Outcome::measured);
  EXPECT_EQ(report.measurements[1].outcome, Outcome::skipped);
  EXPECT_EQ(report.measurements[1].reason, "left out by the budget of 1.000 s; --resume measures it");
  EXPECT_EQ(report.measurements[1].reason_kind, ReasonKind::budget_spent);
}

}  // namespace
}  // namespace gpupeak
