#include "cli/files/report_saver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "cli/files/load_report.h"
#include "core/resource.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What this process has given to write(2), whatever the system made of it. Nothing where the system does not tell.
std::optional<int64_t> bytes_written() {
  std::ifstream counters("/proc/self/io");
  for (std::string name, count; counters >> name >> count;)
    if (name == "wchar:") return std::stoll(count);
  return std::nullopt;
}

// A run of as many cases as `cases`, to be saved one after the other.
class Saver : public ::testing::Test {
 protected:
  explicit Saver(int cases = 40) {
    gpupeak.measure({"--set", "alpha.n=1-20+1"});
    const Report measured = cli::load_report(gpupeak.out);
    report = measured;
    report.run.state = "running";
    report.measurements.clear();
    report.run.schedule.cases.clear();
    for (int i = 0; i < cases; ++i) {
      Measurement m = measured.measurements[static_cast<size_t>(i) % measured.measurements.size()];
      m.id = Case("alpha", {{"n", std::to_string(i)}, {"rung", "slow"}, {"cache", "hot"}});
      m.group = m.id.id();
      report.run.schedule.cases.push_back({m.id, Cache::hot});
      to_come.push_back(std::move(m));
    }
  }

  void measure_one(cli::ReportSaver& saver) {
    report.measurements.push_back(to_come.at(report.measurements.size()));
    saver.save(report);
  }
  std::vector<std::string> kept() const {
    std::vector<std::string> ids;
    for (const Measurement& m : cli::load_report(gpupeak.path("tmp")).measurements) ids.push_back(m.id.id());
    return ids;
  }
  std::vector<std::string> measured() const {
    std::vector<std::string> ids;
    for (const Measurement& m : report.measurements) ids.push_back(m.id.id());
    return ids;
  }

  CommandLine gpupeak;
  Report report;
  std::vector<Measurement> to_come;
  std::vector<std::string> warnings;
  const cli::OutputDirectory directory{gpupeak.path("tmp")};
  const cli::ReportSaver::Warn warn = [this](const std::string& text) { warnings.push_back(text); };
};

TEST_F(Saver, EveryCaseIsOnDiskAndReportJsonAloneIsValid) {
  cli::ReportSaver saver(directory, warn);
  saver.begin(report);
  while (report.measurements.size() < to_come.size()) {
    measure_one(saver);
    ASSERT_EQ(kept(), measured());
    std::filesystem::copy_file(gpupeak.path("tmp/report.json"), gpupeak.path("alone.json"),
                               std::filesystem::copy_options::overwrite_existing);
    ASSERT_NO_THROW(cli::load_report(gpupeak.path("alone.json")));
  }
  EXPECT_GT(cli::load_report(gpupeak.path("alone.json")).measurements.size(), 20u);
  report.run.state = "complete";
  EXPECT_TRUE(saver.finish(report, "/none", std::cerr));
  EXPECT_FALSE(std::filesystem::exists(gpupeak.path("tmp/journal.jsonl")));
  EXPECT_EQ(kept(), measured());
  EXPECT_THAT(warnings, ElementsAre());
}

TEST_F(Saver, EveryCommandReadsTheJournalOfAKilledRun) {
  cli::ReportSaver saver(directory, warn);
  saver.begin(report);
  for (int i = 0; i < 3; ++i) measure_one(saver);
  const std::string folder = gpupeak.path("tmp"), file = gpupeak.path("tmp/report.json");
  for (const std::string& path : {folder, file}) {
    const std::string rows = gpupeak.run({"report", path, "--format", "jsonl"}).out;
    EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 3) << path;
    EXPECT_THAT(gpupeak.run({"compare", path, folder}).out, HasSubstr("over 3 cases"));
    EXPECT_THAT(gpupeak.run({"baseline", "save", path, "--baseline", gpupeak.path("b.json")}).err,
                HasSubstr("3 cases"));
    EXPECT_THAT(gpupeak.run({"gate", path, "--baseline", gpupeak.path("b.json")}).err, HasSubstr("(3 rows)"));
  }
  std::filesystem::create_directory(gpupeak.path("runs"));
  std::filesystem::copy(folder, gpupeak.path("runs/process-1"));
  const std::string rows = gpupeak.run({"report", gpupeak.path("runs"), "--format", "jsonl"}).out;
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 3);
  const Ran ran = gpupeak.run({"report", gpupeak.path("tmp/journal.jsonl")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is the journal of a run; name the folder"));
}

TEST_F(Saver, AFullDiskIsSaidOnceAndWhatDidNotFitFollowsWhenThereIsRoom) {
  cli::ReportSaver saver(directory, warn);
  saver.begin(report);
  measure_one(saver);
  const auto before_handler = signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  // Half of the next line fits.
  const rlimit full{std::filesystem::file_size(gpupeak.path("tmp/journal.jsonl")) + 200, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &full);
  for (int i = 0; i < 3; ++i) measure_one(saver);
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, before_handler);
  EXPECT_EQ(kept().size(), 1u);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("File too large"));
  EXPECT_THAT(warnings[0], HasSubstr("tried again after every case"));
  measure_one(saver);
  EXPECT_EQ(kept(), measured());
  EXPECT_EQ(warnings.size(), 1u);
}

TEST_F(Saver, ARateThatRoseIsWrittenWithTheCasesThatWereJudgedByIt) {
  report.devices[0].peak.rates[Resource::fp32].per_second = 1e9;
  cli::ReportSaver saver(directory, warn);
  saver.begin(report);
  for (int i = 0; i < 3; ++i) measure_one(saver);
  report.devices[0].peak.rates[Resource::fp32].per_second = 2e9;
  report.measurements[0].notes.clear();
  report.measurements[0].vendor = true;
  measure_one(saver);
  const Report read = cli::load_report(gpupeak.path("tmp"));
  EXPECT_EQ(read.devices[0].peak.rates.at(Resource::fp32).per_second, 2e9);
  EXPECT_TRUE(read.measurements.at(0).vendor);
  EXPECT_EQ(kept(), measured());
}

TEST_F(Saver, WhatAQuotaDidSoFarIsKeptWithEachCase) {
  cli::ReportSaver saver(directory, warn);
  saver.begin(report);
  report.devices[0].throttling = Throttling{7, 3, Seconds(0.5)};
  measure_one(saver);
  EXPECT_EQ(cli::load_report(gpupeak.path("tmp")).devices[0].throttling, report.devices[0].throttling);
}

// GPUPEAK_SAVED_CASES=20000 shows it at full length.
class SaverOfMany : public Saver {
 protected:
  static int cases() {
    const char* wanted = std::getenv("GPUPEAK_SAVED_CASES");
    return wanted ? std::atoi(wanted) : 1000;
  }
  SaverOfMany() : Saver(cases()) {}
};

TEST_F(SaverOfMany, WritesAFewTimesWhatTheJournalHas) {
  if (!bytes_written()) GTEST_SKIP() << "this system does not count what a process writes";
  cli::ReportSaver saver(directory, warn);
  const int64_t before = *bytes_written();
  saver.begin(report);
  while (report.measurements.size() < to_come.size()) measure_one(saver);
  const auto journal = static_cast<double>(std::filesystem::file_size(gpupeak.path("tmp/journal.jsonl")));
  saver.finish(report, "/none", std::cerr);
  const auto written = static_cast<double>(*bytes_written() - before);
  RecordProperty("written_by_journal", std::to_string(written / journal));
  EXPECT_GT(written, journal) << "what counts this?";
  EXPECT_LE(written, 6 * journal);
}

}  // namespace
}  // namespace gpupeak::testing
