#include <gtest/gtest.h>

#include <set>

#include "method/metrics.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;
using testing::lines_of;
using testing::parsed;
using testing::written;

TEST(Jsonl, LooksAsItDidWhenAPersonLookedAtIt) {
  Report report = example_report();
  std::swap(report.measurements[1], report.measurements[5]);
  report.measurements.resize(2);
  report.measurements[0].samples.resize(2);
  EXPECT_TRUE(testing::is_golden("report.jsonl", written("jsonl", report)));
}

TEST(Jsonl, HasALineForEachCaseThatStandsAlone) {
  const Report report = example_report();
  const auto lines = lines_of(written("jsonl", report));
  ASSERT_EQ(lines.size(), report.measurements.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    const Json json = parsed(lines[i]);
    EXPECT_EQ(json.at("id"), report.measurements[i].id.id());
    EXPECT_EQ(json.at("device_name"), report.devices[0].name);
  }
}

TEST(Jsonl, HasTheSameKeysOnEveryLine) {
  std::set<std::vector<std::string>> all;
  for (const std::string& line : lines_of(written("jsonl", example_report()))) {
    std::vector<std::string> keys;
    const Json json = parsed(line);
    for (const auto& [key, value] : json.items()) keys.push_back(key);
    all.insert(keys);
  }
  EXPECT_EQ(all.size(), 1u);
}

TEST(Jsonl, HasEveryMetricToTheLastBitAndNullWhereThereIsNone) {
  const Report report = example_report();
  const auto lines = lines_of(written("jsonl", report));
  for (size_t i = 0; i < lines.size(); ++i)
    for (const Metric* metric : metrics()) {
      const Measurement& m = report.measurements[i];
      const Json value = parsed(lines[i]).at(std::string(metric->name));
      const auto expected = has_time(m.outcome) ? metric->value(m) : std::nullopt;
      ASSERT_EQ(value.is_null(), !expected) << metric->name;
      if (expected) {
        EXPECT_EQ(value.get<double>(), *expected);
      }
    }
}

TEST(Jsonl, OfNothingIsEmpty) { EXPECT_EQ(written("jsonl", Report{}), ""); }

}  // namespace
}  // namespace gpupeak
