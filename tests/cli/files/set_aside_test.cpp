#include "cli/files/set_aside.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report_journal.h"
#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

// A folder in which a run of four cases came to its end.
class SetAside : public ::testing::Test {
 protected:
  SetAside() {
    gpupeak.measure({"--seed", "1", "--format", "csv"});
    first = gpupeak.read("report/report.json");
    complete = read_report(first, "report.json");
  }

  // As a run that was killed after so many cases leaves it, of which the journal alone has the last.
  void leave_unfinished(size_t cases, size_t in_journal = 0) {
    Report report = complete;
    report.run.state = "running";
    report.run.schedule.seed = 2;
    report.measurements.resize(cases);
    std::string journal = journal_head(report);
    for (size_t i = cases - in_journal; i < cases; ++i) journal += journal_line(report, i);
    report.measurements.resize(cases - in_journal);
    gpupeak.write("report/report.json", write_report(report));
    if (in_journal > 0) gpupeak.write("report/journal.jsonl", journal);
  }
  void begin_another() { set_aside(cli::OutputDirectory(gpupeak.out)); }
  bool there(const std::string& name) const { return std::filesystem::exists(gpupeak.path("report/" + name)); }
  size_t cases_of(const std::string& name) const {
    return read_report(gpupeak.read("report/" + name), name).measurements.size();
  }

  CommandLine gpupeak;
  std::string first;
  Report complete;
};

TEST_F(SetAside, ACompleteRunOutlivesThoseThatAreKilledBeforeTheirFirstCase) {
  for (int killed = 0; killed < 2; ++killed) {
    begin_another();
    leave_unfinished(0);
  }
  gpupeak.measure({"--seed", "3"});
  EXPECT_EQ(gpupeak.read("report/report.previous.json"), first);
  EXPECT_TRUE(there("report.previous.csv"));
  EXPECT_FALSE(there("report.csv"));
  EXPECT_FALSE(there("report.unfinished.json"));
  EXPECT_EQ(read_report(gpupeak.read("report/report.json"), "report.json").run.schedule.seed, 3u);
}

TEST_F(SetAside, AnUnfinishedRunIsKeptBesideTheCompleteOneWithWhatItsJournalHas) {
  begin_another();
  leave_unfinished(3, 2);
  begin_another();
  EXPECT_EQ(gpupeak.read("report/report.previous.json"), first);
  EXPECT_EQ(cases_of("report.unfinished.json"), 3u);
  EXPECT_FALSE(there("journal.jsonl"));
  leave_unfinished(2);
  begin_another();
  EXPECT_EQ(cases_of("report.unfinished.json"), 3u) << "fewer cases took the place of more";
  EXPECT_FALSE(there("report.json"));
}

TEST_F(SetAside, ARunThatMeasuredNothingTakesNoOnesPlace) {
  begin_another();
  Report failed = complete;
  for (Measurement& m : failed.measurements) {
    m.outcome = Outcome::failed;
    m.reason = "no driver";
    m.samples.clear();
    m.stats.reset();
  }
  gpupeak.write("report/report.json", write_report(failed));
  begin_another();
  EXPECT_EQ(gpupeak.read("report/report.previous.json"), first);
  EXPECT_TRUE(there("report.unfinished.json"));
}

TEST_F(SetAside, WhatCannotBeReadIsKeptEachTime) {
  for (const char* text : {"not ours", "nor this"}) {
    begin_another();
    gpupeak.write("report/report.json", text);
  }
  gpupeak.write("report/journal.jsonl", "of nothing");
  begin_another();
  EXPECT_EQ(gpupeak.read("report/report.previous.json"), first);
  EXPECT_EQ(gpupeak.read("report/report.unreadable.json"), "not ours");
  EXPECT_EQ(gpupeak.read("report/report.unreadable-2.json"), "nor this");
  EXPECT_EQ(gpupeak.read("report/journal.unreadable.jsonl"), "of nothing");
}

TEST_F(SetAside, AJournalOfAnotherRunIsNotMixedIn) {
  leave_unfinished(3, 2);
  const std::string journal = gpupeak.read("report/journal.jsonl");
  Report report = complete;
  report.run.state = "running";
  report.measurements.resize(2);
  gpupeak.write("report/report.json", write_report(report));
  begin_another();
  EXPECT_EQ(cases_of("report.unfinished.json"), 2u);
  EXPECT_EQ(gpupeak.read("report/journal.unreadable.jsonl"), journal);
}

TEST_F(SetAside, WhatWasKeptIsNotTakenForTheFoldersReport) {
  begin_another();
  const Ran ran = gpupeak.run({"report", gpupeak.out});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("report.previous.json"));
  EXPECT_EQ(gpupeak.run({"report", gpupeak.path("report/report.previous.json")}).code, 0);
}

}  // namespace
}  // namespace gpupeak::testing
