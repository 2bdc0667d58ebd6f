#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/files/baseline_file.h"
#include "cli/process/errors.h"
#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

struct AllDevices : ::testing::Test {
  AllDevices() { gpupeak.devices = 3; }
  Report saved() const { return read_report(gpupeak.read("report/report.json"), "report.json"); }
  static size_t measured_on(const Report& report, int device) {
    return static_cast<size_t>(std::ranges::count_if(report.measurements, [&](const Measurement& m) {
      return m.device == device && m.outcome == Outcome::measured;
    }));
  }

  CommandLine gpupeak;
};

TEST_F(AllDevices, AreMeasuredInTurnIntoOneReport) {
  const Ran ran = gpupeak.measure({"--device", "all"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("device 3 of 3: fake:2"));
  const Report report = saved();
  EXPECT_EQ(report.run.state, "complete");
  ASSERT_EQ(report.devices.size(), 3u);
  EXPECT_EQ(report.run.schedule.cases.size(), 4u);
  for (int device = 0; device < 3; ++device) {
    EXPECT_EQ(report.devices[static_cast<size_t>(device)].index, device);
    EXPECT_EQ(measured_on(report, device), 4u);
  }
}

TEST_F(AllDevices, StandApartInEveryFormat) {
  gpupeak.measure({"--device", "all", "--format", "console,csv,html"});
  EXPECT_THAT(gpupeak.read("report/report.csv"), HasSubstr("rung=fast/cache=hot,alpha,2,measured"));
  EXPECT_THAT(gpupeak.read("report/report.html"), HasSubstr("Device 2: "));
  EXPECT_THAT(gpupeak.run({"report", gpupeak.out}).out, HasSubstr("device 2: "));
  const Ran compared = gpupeak.run({"compare", gpupeak.out, gpupeak.out});
  EXPECT_EQ(compared.code, 0) << compared.err;
}

TEST_F(AllDevices, GoOnWhenOneCannotBeOpened) {
  gpupeak.broken_device = 1;
  const Ran ran = gpupeak.measure({"--device", "all"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("fake:1 is left out: "));
  const Report report = saved();
  ASSERT_EQ(report.devices.size(), 2u);
  EXPECT_EQ(report.devices[1].index, 2);
  EXPECT_EQ(measured_on(report, 1), 4u);
  EXPECT_EQ(report.run.state, "complete") << "of the devices that there are";
}

TEST_F(AllDevices, ShareABudgetAndAreResumed) {
  gpupeak.measure({"--device", "all", "--budget", "3s"});
  EXPECT_EQ(measured_on(saved(), 0) + measured_on(saved(), 1) + measured_on(saved(), 2), 0u);
  const Ran ran = gpupeak.run({"run", "--resume", gpupeak.out});
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (int device = 0; device < 3; ++device) EXPECT_EQ(measured_on(saved(), device), 4u);
}

TEST_F(AllDevices, AreKeptInABaselineButForThoseThatMeasuredNothing) {
  gpupeak.measure({"--device", "all"});
  Report report = saved();
  std::erase_if(report.measurements, [](const Measurement& m) { return m.device == 0; });
  EXPECT_EQ(cli::jobs_of(report, "report.json", "", "").size(), 2u);
  report.measurements.clear();
  EXPECT_THROW(cli::jobs_of(report, "report.json", "", ""), cli::UsageError);
}

TEST_F(AllDevices, HaveAPlanEach) {
  gpupeak.measure({"--device", "all", "--dry-run"});
  ASSERT_EQ(gpupeak.processes.size(), 3u);
  EXPECT_THAT(gpupeak.processes[2], ::testing::Contains("--device=fake:2"));
  EXPECT_THAT(gpupeak.processes[2], ::testing::Contains("--dry-run"));
}

}  // namespace
}  // namespace gpupeak::testing
