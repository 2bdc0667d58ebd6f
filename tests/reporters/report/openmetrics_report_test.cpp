#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "reporters/text/openmetrics.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;
using ::testing::HasSubstr;
using testing::lines_of;
using ::testing::Not;
using testing::written;

TEST(Openmetrics, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.prom", written("openmetrics", example_report())));
}

TEST(Openmetrics, NamesOfMetricsEndWithTheirUnitAndDiffer) {
  std::set<std::string> names;
  for (const Metric* metric : metrics()) {
    const openmetrics::Family family = openmetrics::family_of(*metric);
    EXPECT_TRUE(family.name.ends_with("_" + family.unit)) << family.name;
    EXPECT_TRUE(names.insert(family.name).second) << family.name;
  }
  EXPECT_TRUE(names.contains("gpupeak_bandwidth_bytes_per_second"));
  EXPECT_TRUE(names.contains("gpupeak_latency_seconds"));
  EXPECT_TRUE(names.contains("gpupeak_latency_cycles"));
}

TEST(Openmetrics, EndsWithItsMarkAndHasEachSeriesOnce) {
  Report report = example_report();
  report.measurements.push_back(report.measurements[0]);
  const auto lines = lines_of(written("openmetrics", report));
  EXPECT_EQ(lines.back(), "# EOF");
  std::set<std::string> series;
  for (const std::string& line : lines)
    if (!line.starts_with('#')) {
      EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
    }
}

TEST(Openmetrics, AFamilyIsInOnePiece) {
  std::set<std::string> ended;
  std::string current;
  for (const std::string& line : lines_of(written("openmetrics", example_report()))) {
    if (line.starts_with('#')) continue;
    const std::string name = line.substr(0, line.find('{'));
    if (name == current) continue;
    EXPECT_TRUE(ended.insert(name).second) << name;
    current = name;
  }
}

TEST(Openmetrics, GitlabFindsNoCommentInALineThatHasAFigure) {
  for (const std::string& line : lines_of(written("openmetrics", testing::hostile_report())))
    if (!line.starts_with("# ")) {
      EXPECT_THAT(line, Not(HasSubstr("#")));
    }
}

TEST(Openmetrics, RoundsToThreeDigits) {
  std::ostringstream out;
  openmetrics::write_gauge(out, "a", "", 123456);
  openmetrics::write_gauge(out, "b", "x=\"y\"", 0.98765);
  EXPECT_EQ(out.str(), "a 1.23e+05\nb{x=\"y\"} 0.988\n");
}

TEST(Openmetrics, HasNoFigureOfAWrongOrImplausibleResult) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].outcome = Outcome::implausible;
  EXPECT_THAT(written("openmetrics", report), Not(HasSubstr("benchmark=")));
}

}  // namespace
}  // namespace gpupeak
