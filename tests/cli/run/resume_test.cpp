#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/run/session.h"
#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

Report resume_saved(const CommandLine& gpupeak) {
  return read_report(gpupeak.read("report/report.json"), "report.json");
}

// A run of four cases that Ctrl-C ended after the first group.
class Resume : public ::testing::Test {
 protected:
  Resume() {
    gpupeak.before_window = [this](int64_t) { gpupeak.interrupted = true; };
    gpupeak.measure({"--seed", "7", "--peak", "fp32=32GFLOP/s"});
    gpupeak.interrupted = false;
    gpupeak.before_window = [this](int64_t) { ++windows; };
  }
  Ran resume(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"run", "--resume", gpupeak.out});
    return gpupeak.run(more);
  }

  CommandLine gpupeak;
  int64_t windows = 0;
};

TEST_F(Resume, MeasuresOnlyWhatIsMissing) {
  const Report before = resume_saved(gpupeak);
  ASSERT_EQ(before.run.state, "interrupted");
  ASSERT_LT(before.measurements.size(), 4u);
  const Ran ran = resume();
  EXPECT_EQ(ran.code, 0) << ran.err;
  const Report after = resume_saved(gpupeak);
  EXPECT_EQ(after.run.state, "complete");
  ASSERT_EQ(after.measurements.size(), 4u);
  EXPECT_EQ(after.run.schedule.seed, 7u);
  EXPECT_EQ(after.run.started_at, before.run.started_at);
  EXPECT_THAT(ran.err, HasSubstr("[3/4]"));
  EXPECT_EQ(ran.err.find("[1/4]"), std::string::npos);
}

TEST_F(Resume, KeepsThePeaksTheRunWasBegunWith) {
  resume();
  for (const Measurement& m : resume_saved(gpupeak).measurements)
    EXPECT_DOUBLE_EQ(m.rated->time.value, m.work.amounts.at(Resource::fp32) / 32e9);
}

TEST_F(Resume, OfACompleteRunMeasuresNothing) {
  resume();
  windows = 0;
  EXPECT_EQ(resume().code, 0);
  EXPECT_EQ(windows, 0);
}

TEST_F(Resume, MeasuresTheGapsWhereverTheyAreAndKeepsTheSchedulesOrder) {
  resume();
  Report report = resume_saved(gpupeak);
  const std::string first = report.measurements[0].id.id();
  report.measurements.erase(report.measurements.begin());
  gpupeak.write("report/report.json", write_report(report));
  EXPECT_EQ(resume().code, 0);
  EXPECT_EQ(resume_saved(gpupeak).measurements.at(0).id.id(), first);
}

TEST_F(Resume, MeasuresWhatWasSkippedBecauseAnotherCaseLostTheDevice) {
  resume();
  Report report = resume_saved(gpupeak);
  const auto lose = [](Measurement& m, Outcome outcome) {
    m.outcome = outcome;
    m.reason = "fell off the bus";
    m.reason_kind = ReasonKind::device_lost;
    m.samples.clear();
    m.stats.reset();
  };
  lose(report.measurements[1], Outcome::failed);  // would lose it again
  lose(report.measurements[2], Outcome::skipped);
  lose(report.measurements[3], Outcome::skipped);
  gpupeak.write("report/report.json", write_report(report));
  EXPECT_THAT(resume({"--dry-run"}).out, HasSubstr("total      2"));
  resume();
  const Report after = resume_saved(gpupeak);
  ASSERT_EQ(after.measurements.size(), 4u);
  for (size_t i = 0; i < 4; ++i)
    EXPECT_EQ(after.measurements[i].outcome, i == 1 ? Outcome::failed : Outcome::measured)
        << after.measurements[i].reason;
}

TEST_F(Resume, GoesOnAfterAKill) {
  Report report = resume_saved(gpupeak);
  report.run.state = "running";
  gpupeak.write("report/report.json", write_report(report));
  EXPECT_EQ(resume().code, 0);
  EXPECT_EQ(resume_saved(gpupeak).run.state, "complete");
}

// The clock of this command line moves on by a second with every look: nothing fits.
TEST(ResumeOfABudget, MeasuresWhatTheBudgetLeftOutWhichIsSaidInOneLine) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.measure({"--budget", "1s"});
  EXPECT_EQ(ran.code, 4) << "nothing was measured";
  EXPECT_THAT(ran.err, HasSubstr("the budget of 1 s left out alpha 4; gpupeak run --resume " + gpupeak.out));
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
  EXPECT_THAT(gpupeak.run({"run", "--resume", gpupeak.out, "--dry-run"}).out, HasSubstr("total      4"));
  EXPECT_EQ(gpupeak.run({"run", "--resume", gpupeak.out, "--budget", "1s"}).code, 4);
  EXPECT_EQ(gpupeak.run({"run", "--resume", gpupeak.out}).code, 0);
  const Report after = resume_saved(gpupeak);
  ASSERT_EQ(after.measurements.size(), 4u);
  for (const Measurement& m : after.measurements) EXPECT_EQ(m.outcome, Outcome::measured) << m.reason;
}

TEST_F(Resume, RefusesEveryOptionThatWouldChangeTheSchedule) {
  const std::string before = gpupeak.read("report/report.json");
  const std::vector<std::vector<std::string>> options = {
      {"alpha"},
      {"--preset", "quick"},
      {"--filter", "*"},
      {"--exclude", "*"},
      {"--set", "alpha.n=1"},
      {"--order", "plan"},
      {"--seed", "1"},
      {"--cache", "hot"},
      {"--data", "random"},
      {"--device", "fake"},
      {"--repeat", "2"},
      {"--out", "x"},
      {"--peak", "dram=1GB/s"},
  };
  for (const std::vector<std::string>& option : options) {
    const Ran ran = resume(option);
    EXPECT_EQ(ran.code, 2) << option[0];
    EXPECT_THAT(ran.err, HasSubstr("--resume")) << option[0];
  }
  EXPECT_EQ(windows, 0);
  EXPECT_EQ(gpupeak.read("report/report.json"), before);
}

TEST_F(Resume, RefusesAnotherDeviceNamingBoth) {
  gpupeak.info.name = "Scripted Device 4000";
  const Ran ran = resume();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("Scripted Device 3000"));
  EXPECT_THAT(ran.err, HasSubstr("Scripted Device 4000"));
  gpupeak.info = fake_device_info();
  gpupeak.info.uuid = "fake-1";
  EXPECT_EQ(resume().code, 2);
}

TEST_F(Resume, RefusesToMixTwoVersions) {
  gpupeak.tool.commit = "def";
  const Ran ran = resume();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("1.2.3 (abc), this is 1.2.3 (def)"));
}

TEST_F(Resume, ADryRunShowsWhatIsLeft) {
  const Ran ran = resume({"--dry-run", "-v"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("alpha/n=128/rung=fast/cache=hot"));
  EXPECT_EQ(ran.out.find("alpha/n=64/rung=slow"), std::string::npos);
  EXPECT_EQ(windows, 0);
}

TEST_F(Resume, OfAFolderWithoutAReportOrWithABrokenOneIsRefused) {
  EXPECT_EQ(gpupeak.run({"run", "--resume", gpupeak.path("nowhere")}).code, 2);
  EXPECT_FALSE(std::filesystem::exists(gpupeak.path("nowhere")));
  const std::string text = gpupeak.read("report/report.json");
  gpupeak.write("report/report.json", text.substr(0, text.size() / 2));
  const Ran ran = resume();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("report.json"));
}

TEST_F(Resume, TakesTheReportsOwnPathToo) {
  gpupeak.out = gpupeak.path("report/report.json");
  EXPECT_EQ(resume().code, 0);
}

}  // namespace
}  // namespace gpupeak::testing
