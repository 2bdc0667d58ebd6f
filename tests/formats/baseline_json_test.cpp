#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/gate_files.h"
#include "formats/report_json.h"
#include "tests/formats/message_of.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;

BaselineJob job(const std::string& label, double time) {
  BaselineJob job{
      .added_at = "2026-11-21T00:00:00Z", .label = label, .version = "1", .method = 1, .data = "random", .cases = {}};
  BaselineCase one;
  one.time_s = {time, time * 1.25};
  one.work = 1e6;
  one.clock_hz = 1e9;
  one.power_capped = 0.25;
  one.values["latency_p99_s"] = 0.125;
  job.cases["toy/n=1"] = one;
  job.cases["toy/n=\"2\"/m=~x"] = one;
  return job;
}

Baseline example() {
  Baseline baseline;
  DeviceClass device{.backend = "cuda", .name = "NVIDIA <H200>", .units = 132, .memory_gib = 140};
  add(baseline, {.backend = "host", .name = "CPU", .units = 2, .memory_gib = 24}, job("a", 1e-3));
  device.power_limit_w = 700;
  device.driver_branch = "570";
  add(baseline, device, job("b", 2e-3));
  add(baseline, device, job("c", 4e-3));
  return baseline;
}

TEST(BaselineJson, ReadsWhatItWrote) {
  const Baseline baseline = example();
  const std::string text = write_baseline(baseline);
  EXPECT_EQ(read_baseline(text, "b.json"), baseline);
  EXPECT_EQ(write_baseline(read_baseline(text, "b.json")), text);
}

// What was there keeps its lines but for the comma behind the last job.
TEST(BaselineJson, AddingAJobOnlyAddsLines) {
  Baseline baseline = example();
  const std::string before = write_baseline(baseline);
  add(baseline, baseline.classes[1].device, job("d", 5e-3));
  const std::string after = write_baseline(baseline);
  size_t common = 0;
  while (before[common] == after[common]) ++common;
  const std::string tail = before.substr(common);
  EXPECT_TRUE(after.ends_with(tail));
  EXPECT_LT(tail.size(), 40u) << tail;
}

TEST(BaselineJson, KeepsSevenDigits) {
  Baseline baseline = example();
  baseline.classes[0].jobs[0].cases["toy/n=1"].time_s = {0.00123456789};
  EXPECT_THAT(write_baseline(baseline), HasSubstr("[0.001234568]"));
}

TEST(BaselineJson, SaysWhereAFileIsWrong) {
  const auto message = [](std::string text) { return testing::message_of([&] { read_baseline(text, "b.json"); }); };
  const std::string good = write_baseline(example());
  const auto with = [&](const std::string& old, const std::string& now) {
    std::string text = good;
    const size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return message(text.replace(at, old.size(), now));
  };
  EXPECT_THAT(with("\"time_s\": [0.001", "\"time_s\": [-0.001"), HasSubstr("time_s"));
  EXPECT_THAT(with("\"time_s\": [0.001", "\"time_s\": [0"), HasSubstr("time_s"));
  EXPECT_THAT(with("\"time_s\": [0.001", "\"time_s\": [\"NaN\""), HasSubstr("time_s"));
  EXPECT_THAT(with("latency_p99_s", "latency_p98_s"), HasSubstr("is no metric that a baseline keeps"));
  EXPECT_THAT(with("\"units\": 2,", "\"units\": 2.5,"), HasSubstr("units"));
  EXPECT_THAT(with("\"schema\": 2", "\"schema\": 3"), HasSubstr("newer"));
  EXPECT_THAT(with("\"toy/n=1\"", "\"toy/n\""), HasSubstr("is not the id of a case"));
  EXPECT_THAT(message(R"({"schema": 2, "tool": {}, "measurements": []})"),
              AllOf(HasSubstr("is a report, expected a baseline"), EndsWith("; name it where one is asked for")));
  EXPECT_THAT(testing::message_of([&] { read_report(good, "b.json"); }), HasSubstr("is a baseline, expected a report"));
  EXPECT_THAT(message(good.substr(0, good.size() / 2)), HasSubstr("cut off"));
  EXPECT_THAT(message(""), HasSubstr("empty"));
  EXPECT_THAT(message("{\"schema\": 1, \"tool\": {}}"), HasSubstr("b.json:1"));
}

TEST(BaselineJson, AJobStandsOnce) {
  Baseline twice = example();
  BaselineJob copy = twice.classes[1].jobs[0];
  copy.label = "merged", copy.pinned = true;
  twice.classes[1].jobs.push_back(copy);
  const auto message = [&] { return testing::message_of([&] { read_baseline(write_baseline(twice), "b.json"); }); };
  EXPECT_THAT(message(), AllOf(HasSubstr("/classes/1/jobs/2"), HasSubstr("figures of job 0 again"),
                               EndsWith("; delete one of the two")));
  twice.classes[1].jobs.back().cases.begin()->second.time_s[0] *= 1.00001;
  EXPECT_EQ(message(), "(no FormatError)");
}

TEST(BaselineJson, HasNoMoreJobsThanCanBeKept) {
  Baseline full;
  add(full, {.backend = "host", .name = "CPU", .units = 2, .memory_gib = 24}, job("a", 1));
  for (int i = 1; i < 1000; ++i) full.classes[0].jobs.push_back(job("a", 1 + 0.001 * i));
  EXPECT_EQ(read_baseline(write_baseline(full), "b.json").classes[0].jobs.size(), 1000u);
  full.classes[0].jobs.push_back(job("a", 3));
  EXPECT_THAT(testing::message_of([&] { read_baseline(write_baseline(full), "b.json"); }),
              AllOf(HasSubstr("/classes/0/jobs"), HasSubstr("has 1001 jobs"), EndsWith("; delete the oldest")));
}

TEST(BaselineJson, AClassStandsOnce) {
  Baseline twice = example();
  twice.classes.push_back(twice.classes[0]);
  EXPECT_THAT(testing::message_of([&] { read_baseline(write_baseline(twice), "b.json"); }), HasSubstr("twice"));
}

}  // namespace
}  // namespace gpupeak
