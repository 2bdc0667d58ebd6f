#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "method/metrics.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;
using testing::parsed;
using testing::written;

TEST(Gbench, LooksAsItDidWhenAPersonLookedAtIt) {
  Report report = example_report();
  report.measurements.erase(report.measurements.begin() + 2, report.measurements.end() - 1);
  EXPECT_TRUE(testing::is_golden("report.gbench.json", written("gbench", report)));
}

TEST(GbenchMedian, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.gbench-median.json", written("gbench-median", example_report())));
}

TEST(Gbench, WritesEachSampleAsARepetitionOfOneName) {
  Report report = example_report();
  report.measurements.resize(1);
  const Json rows = parsed(written("gbench", report)).at("benchmarks");
  ASSERT_EQ(rows.size(), report.measurements[0].samples.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].at("name"), report.measurements[0].id.id() + "/real_time");
    EXPECT_EQ(rows[i].at("repetitions"), rows.size());
    EXPECT_EQ(rows[i].at("repetition_index"), i);
    EXPECT_DOUBLE_EQ(rows[i].at("real_time").get<double>(), report.measurements[0].samples[i].time.value * 1e9);
  }
}

TEST(GbenchMedian, HasEachNameOnceWithEveryMetric) {
  const Report report = example_report();
  std::set<std::string> names;
  const Json json = parsed(written("gbench-median", report));
  for (const Json& row : json.at("benchmarks")) {
    EXPECT_TRUE(names.insert(row.at("name")).second);
    EXPECT_TRUE(row.at("median_s").is_number());
  }
  EXPECT_EQ(names.size(), 15u);
}

TEST(Gbench, LeavesOutWhatHasNoTimeAndSaysSo) {
  const Json json = parsed(written("gbench", example_report()));
  for (const Json& row : json.at("benchmarks")) EXPECT_GT(row.at("real_time").get<double>(), 0);
  EXPECT_EQ(json.at("context").at("gpupeak_left_out"), "8 of 23 cases without a time");
}

TEST(Gbench, HasTheContextThatItsReadersAskFor) {
  for (const Report& report : {example_report(), Report{}}) {
    const Json context = parsed(written("gbench", report)).at("context");
    EXPECT_TRUE(context.at("caches").is_array());
    EXPECT_TRUE(context.at("load_avg").is_array());
    const bool known = !report.devices.empty();
    EXPECT_EQ(context.contains("num_cpus"), known);
    EXPECT_EQ(context.contains("mhz_per_cpu"), known);
    EXPECT_EQ(context.at("json_schema_version"), 1);
    EXPECT_EQ(context.at("library_build_type"), "release");
  }
}

TEST(Gbench, LeavesOutSamplesThatAreNoTimes) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].samples[0].time = Seconds(0);
  report.measurements[0].samples[1].time = Seconds(std::numeric_limits<double>::quiet_NaN());
  const Json rows = parsed(written("gbench", report)).at("benchmarks");
  EXPECT_EQ(rows.size(), 18u);
  EXPECT_EQ(rows[0].at("repetitions"), 18);
}

}  // namespace
}  // namespace gpupeak
