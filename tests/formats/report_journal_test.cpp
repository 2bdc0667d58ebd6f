#include "formats/report_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report_json.h"
#include "tests/formats/message_of.h"
#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::StartsWith;

// A run that was killed: its report has the first of its cases, the lines of its journal all of them.
class Journal : public ::testing::Test {
 protected:
  Journal() {
    Report report = testing::example_report();
    report.run.state = "running";
    for (const Measurement& m : report.measurements) report.run.schedule.cases.push_back({m.id, cache_of(m.id)});
    report.run.schedule.preset = "quick";
    all = read_report(write_report(report), "all");
    begun = all;
    begun.measurements.resize(1);
    lines = {journal_head(all)};
    for (size_t i = 0; i < all.measurements.size(); ++i) lines.push_back(journal_line(all, i));
  }

  std::string text() const {
    std::string joined;
    for (const std::string& line : lines) joined += line;
    return joined;
  }
  Report read(std::string_view journal) const {
    Report report = begun;
    read_journal(journal, "journal.jsonl", report);
    return report;
  }
  std::string error_of(const std::string& journal) const {
    return message_of([&] { read(journal); });
  }

  Report all, begun;
  std::vector<std::string> lines;
};

TEST_F(Journal, AddsWhatTheReportLacks) {
  EXPECT_EQ(write_report(read(text())), write_report(all));
  EXPECT_TRUE(is_journal(text()));
}

TEST_F(Journal, TellsWhatAQuotaDidLast) {
  for (const int64_t periods : {3, 5}) {
    all.devices[0].throttling = Throttling{periods, 1, Seconds(0.25)};
    lines[1] = lines[2];
    lines[2] = journal_line(all, 2);
  }
  lines.resize(3);
  lines[1] = journal_line(begun, 0);
  EXPECT_EQ(read(text()).devices[0].throttling->periods, 5);
}

TEST_F(Journal, CutAnywhereItGivesTheCasesWhoseLinesAreWhole) {
  const std::string whole = text();
  for (size_t cut = 0, line = 0, end = 0; line < 4; cut += 7) {
    while (end + lines[line].size() <= cut) end += lines[line++].size();
    const Report report = read(std::string_view(whole).substr(0, cut));
    ASSERT_EQ(report.measurements.size(), std::max<size_t>(1, line == 0 ? 0 : line - 1)) << cut;
  }
}

TEST_F(Journal, ALineThatIsTornButNotLastIsAnErrorWithItsPlace) {
  lines[3].resize(lines[3].size() / 2);
  EXPECT_THAT(error_of(text()), AllOf(StartsWith("journal.jsonl:4:"), HasSubstr("move it elsewhere")));
  lines[3] = "\n";
  EXPECT_THAT(error_of(text()), StartsWith("journal.jsonl:4:"));
}

TEST_F(Journal, OfAnotherRunOrWithoutABeginningIsRefused) {
  Report other = all;
  other.run.schedule.seed += 1;
  lines[0] = journal_head(other);
  EXPECT_THAT(error_of(text()), AllOf(StartsWith("journal.jsonl:1:"), HasSubstr("is of another run")));
  other = all;
  other.run.started_at = "2020-01-01T00:00:00Z";
  EXPECT_THAT(error_of(journal_head(other)), HasSubstr("is of another run"));
  EXPECT_THAT(error_of(lines[1]), HasSubstr("is no beginning of a journal"));
  lines[0] = journal_head(all);
  lines[2] = lines[0];
  EXPECT_THAT(error_of(text()), AllOf(StartsWith("journal.jsonl:3:"), HasSubstr("begins a journal anew")));
}

TEST_F(Journal, ACaseThatStandsTwiceOrIsNotInThePlanIsRefused) {
  lines.push_back(lines[4]);
  EXPECT_THAT(error_of(text()), AllOf(HasSubstr("/measurement/id"), HasSubstr("twice")));
  begun.run.schedule.cases[5].id = Case("other");
  lines.pop_back();
  EXPECT_THAT(error_of(text()), AllOf(StartsWith("journal.jsonl:7:"), HasSubstr("no case of the plan")));
}

TEST_F(Journal, ACaseIsHeldAgainstTheSchemaOfReports) {
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string line = lines[2];
    line.replace(line.find(from), from.size(), to);
    return error_of(lines[0] + lines[1] + line);
  };
  EXPECT_THAT(
      with("\"outcome\": \"measured\"", "\"outcome\": \"meusared\""),
      AllOf(StartsWith("journal.jsonl:3:"), HasSubstr("at \"/measurement/outcome\""), HasSubstr("did you mean")));
  EXPECT_THAT(with("\"device\": 0", "\"device\": 9"), HasSubstr("there is no device 9"));
  EXPECT_THAT(with("\"measurement\"", "\"mesurement\""), HasSubstr("mesurement"));
  EXPECT_THAT(error_of("{\"schema\": 99, \"kind\": \"journal\"}\n"), HasSubstr("newer gpupeak"));
  EXPECT_THAT(error_of(write_report(all)), StartsWith("journal.jsonl:1:"));
}

TEST_F(Journal, OfAReportThatHasEndedIsNotNeeded) {
  for (const char* state : {"complete", "interrupted"}) {
    begun.run.state = state;
    EXPECT_EQ(read("anything\nat all\n").measurements.size(), 1u);
  }
}

}  // namespace
}  // namespace gpupeak
