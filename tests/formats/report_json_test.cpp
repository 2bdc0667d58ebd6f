#include "formats/report_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "analysis/gaps/why.h"
#include "formats/json_input.h"
#include "formats/schema.h"
#include "method/judge.h"
#include "method/metrics.h"
#include "tests/formats/message_of.h"
#include "tests/formats/random_report.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::message_of;
using testing::RandomReport;

Json parsed(const Report& report) { return parse_json(write_report(report), "report.json", {"a report", "-"}); }

// A report of one measured case, small enough to change by hand.
Report small_report() {
  Report report;
  report.run.state = "complete";
  report.devices.resize(1);
  Measurement m;
  m.id = Case("matmul", {{"dtype", "f32"}, {"m", "64"}, {"a", "1"}});
  m.outcome = Outcome::measured;
  m.work.add(Resource::fp32, FlopCount(1e6));
  m.samples = {{Seconds(1e-3), 5, Hertz(3.5e9), 0}, {Seconds(2e-3), 5, std::nullopt, 1}};
  m.stats = Stats{2, 1e-3, 2e-3, 1.5e-3, 1.5e-3, 5e-4, Interval{1e-3, 2e-3, 0.5}};
  report.measurements.push_back(m);
  return report;
}

TEST(ReportJson, AFactWithoutItsFiguresIsNoMoreThanItsSentence) {
  Report report = testing::example_report();
  report.measurements[0].notes = {{NoteKind::drift, {std::numeric_limits<double>::quiet_NaN()}}};
  const Report read = read_report(write_report(report), "report.json");
  EXPECT_EQ(read.measurements[0].notes, (std::vector{said(text(report.measurements[0].notes[0]))}));
}

TEST(ReportJson, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.json", write_report(testing::example_report())));
}

TEST(ReportJson, IsTheSameBytesWhenReadAndWrittenAgain) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    const std::string first = write_report(RandomReport(seed)());
    const std::string second = write_report(read_report(first, "report.json"));
    const auto difference = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    ASSERT_TRUE(first == second) << "seed " << seed << " near "
                                 << std::string(difference.first, first.end()).substr(0, 80);
  }
}

TEST(ReportJson, NeverHoldsNanOrInfinity) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    const Report report = RandomReport(seed)();
    EXPECT_NO_THROW(parsed(report)) << "seed " << seed;  // neither is JSON
  }
  Report report = small_report();
  report.measurements[0].check = Check{false, 1, std::nan(""), std::numeric_limits<double>::infinity(), "C[0,0]"};
  const Json check = parsed(report).at("measurements")[0].at("check");
  EXPECT_TRUE(check.at("worst_error").is_null());
  EXPECT_TRUE(check.at("allowed").is_null());
}

TEST(ReportJson, NamesTheFieldThatCannotBeWritten) {
  Report report = small_report();
  report.measurements[0].samples[0].time = Seconds(std::nan(""));
  EXPECT_THAT(message_of([&] { write_report(report); }), HasSubstr("sample_time_s is nan"));
}

TEST(ReportJson, KeepsEverySampleWithItsClockLaunchesAndProcess) {
  const Report report = read_report(write_report(small_report()), "report.json");
  const std::vector<Sample>& samples = report.measurements.at(0).samples;
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].time, Seconds(1e-3));
  EXPECT_EQ(samples[0].clock, Hertz(3.5e9));
  EXPECT_EQ(samples[1].clock, std::nullopt);
  EXPECT_EQ(samples[1].launches, 5);
  EXPECT_EQ(samples[1].process, 1);
}

TEST(ReportJson, CarriesEveryMetricOfTheTableByName) {
  const Json metrics_of_case = parsed(small_report()).at("measurements")[0].at("metrics");
  for (const Metric* metric : metrics())
    EXPECT_TRUE(metrics_of_case.contains(std::string(metric->name))) << metric->name;
  EXPECT_EQ(metrics_of_case.size(), metrics().size());
  EXPECT_EQ(metrics_of_case.at("median_s"), 1.5e-3);
}

TEST(ReportJson, WritesNoTimeForACaseThatHasNone) {
  Report report = small_report();
  report.measurements[0].outcome = Outcome::wrong;
  report.measurements[0].samples.clear();
  report.measurements[0].stats.reset();
  const Json measurement = parsed(report).at("measurements")[0];
  EXPECT_TRUE(measurement.at("stats").is_null());
  EXPECT_TRUE(measurement.at("sample_time_s").empty());
  EXPECT_TRUE(measurement.at("metrics").at("median_s").is_null());
}

TEST(ReportJson, KeepsTheLargestSeedExactly) {
  Report report = small_report();
  report.run.schedule.preset = "quick";
  report.run.schedule.seed = ~uint64_t{0};
  EXPECT_EQ(read_report(write_report(report), "report.json").run.schedule.seed, ~uint64_t{0});
}

// A report as it was before it had facts, kinds of reasons, headlines and views.
std::string without_facts(const Report& report) {
  Json json = parsed(report);
  for (Json& device : json["devices"]) device.erase("facts");
  for (Json& m : json["measurements"])
    for (const char* key : {"facts", "reason_kind", "headline", "views"}) m.erase(key);
  return json.dump();
}

TEST(ReportJson, FindsInOlderReportsTheFactsThatTheirSamplesTell) {
  Report report = small_report();
  report.devices[0] = testing::example_device();
  Measurement& m = report.measurements[0];
  m.samples.clear();
  for (int i = 0; i < 40; ++i) m.samples.push_back({Seconds(i < 20 ? 1e-3 : 1.2e-3), 1, Hertz(3.5e9), i / 20});
  for (int i = 0; i < 20; ++i) m.samples[static_cast<size_t>(i)].time = Seconds(1e-3 * (1 + 0.002 * i));
  judge(m, report.devices[0]);
  const Note of_all = *unsteadiness(m);
  const Note of_one{NoteKind::drift, {1.029 / 1.009 - 1}};  // of the first process, before the two were pooled
  m.notes.insert(m.notes.begin(), {of_one, said("drift away")});
  report.devices[0].notes = {{NoteKind::turbo}};
  const Report read = read_report(without_facts(report), "report.json");
  const std::vector<Note>& notes = read.measurements[0].notes;
  EXPECT_EQ(texts(notes), texts(m.notes));
  EXPECT_EQ(notes[0].kind, NoteKind::drift);
  EXPECT_EQ(notes[1], said("drift away"));
  EXPECT_EQ(notes[2], of_all);
  EXPECT_EQ(read.devices[0].notes, std::vector{said(text(Note{NoteKind::turbo}))});
  const auto before = why(m, report.devices[0]), after = why(read.measurements[0], read.devices[0]);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(before->cause, "unsteady");
  EXPECT_EQ(after->cause, "unsteady");
}

TEST(ReportJson, GivesOlderReportsTheHeadlineAndViewsOfTheirSuites) {
  Report report = testing::example_report();
  report.measurements.push_back(report.measurements[0]);
  report.measurements.back().id = Case("another tool's", {{"n", "1"}});
  const Report read = read_report(without_facts(report), "report.json");
  for (size_t i = 0; i + 1 < read.measurements.size(); ++i) {
    EXPECT_EQ(read.measurements[i].headline, report.measurements[i].headline);
    EXPECT_EQ(read.measurements[i].views, report.measurements[i].views);
    EXPECT_EQ(read.measurements[i].reason_kind, ReasonKind::other);
  }
  EXPECT_EQ(read.measurements.back().headline, "");
  EXPECT_EQ(read.measurements.back().views, Views());
}

TEST(ReportJson, HasASchemaThatNamesEveryFactViewAndReason) {
  const Json defs = embedded_schema("report").root().at("$defs");
  std::set<std::string> kinds, members{"kind"};
  for (const NoteRow& of : note_rows()) {
    kinds.emplace(of.name);
    members.insert(of.figures.begin(), of.figures.end());
    members.insert(of.words.begin(), of.words.end());
  }
  const Json& fact = defs.at("fact").at("properties");
  EXPECT_EQ(fact.at("kind").at("enum").get<std::set<std::string>>(), kinds);
  std::set<std::string> described;
  for (const auto& item : fact.items()) described.insert(item.key());
  EXPECT_EQ(described, members);
  const Json& measurement = defs.at("measurement").at("properties");
  for (const auto& [id, word] : view_names)
    EXPECT_THAT(measurement.at("views").at("items").at("enum").get<std::set<std::string>>(), Contains(word));
  EXPECT_EQ(measurement.at("reason_kind").at("enum").size(), std::size(reason_names) + 1);  // and null
}

TEST(ReportJson, RefusesAFactThatLacksAFigureAndFactsThatLackANote) {
  Report report = small_report();
  report.measurements[0].notes = {{NoteKind::drift, {0.02}}};
  Json json = parsed(report);
  json["measurements"][0]["facts"][0].erase("change");
  EXPECT_THAT(message_of([&] { read_report(json.dump(), "report.json"); }),
              HasSubstr("\"drift\", which has \"change\""));
  json["measurements"][0]["facts"].clear();
  EXPECT_THAT(message_of([&] { read_report(json.dump(), "report.json"); }),
              HasSubstr("has 0 entries, but there are 1"));
}

TEST(ReportJson, RestoresTheOrderOfAxesAfterAToolSortedTheKeys) {
  std::string text = write_report(small_report());
  const std::string axes = R"("axes": {"dtype": "f32", "m": "64", "a": "1"})";
  ASSERT_THAT(text, HasSubstr(axes));
  text.replace(text.find(axes), axes.size(), R"("axes": {"a": "1", "dtype": "f32", "m": "64"})");
  EXPECT_EQ(write_report(read_report(text, "report.json")), write_report(small_report()));
}

TEST(ReportJson, ReplacesBytesThatAreNotUtf8) {
  Report report = small_report();
  report.run.argv = {"gpupeak", "--out", "caf\xe9"};
  EXPECT_EQ(read_report(write_report(report), "report.json").run.argv.back(), "caf\xef\xbf\xbd");
}

TEST(ReportJson, EndsWithANewlineAndKeepsSamplesOnOneLine) {
  const std::string text = write_report(small_report());
  EXPECT_TRUE(text.ends_with("}\n"));
  EXPECT_THAT(text, HasSubstr("\"sample_time_s\": [0.001, 0.002],\n"));
  EXPECT_THAT(text, HasSubstr("\"sample_clock_hz\": [3500000000, null],\n"));
}

TEST(ReportJson, DoesNotDependOnWhichOfTwoEqualReportsItWrites) {
  EXPECT_EQ(write_report(RandomReport(7)()), write_report(RandomReport(7)()));
  EXPECT_NE(write_report(RandomReport(7)()), write_report(RandomReport(8)()));
}

}  // namespace
}  // namespace gpupeak
