#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reporters/compare/comparison.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The example on another device: it can do three times as much and does `faster`, each launch for `joules`.
Report side_by_side_example_on(const std::string& device, double faster, double joules) {
  Report report = testing::example_report();
  report.devices[0].name = device;
  for (Measurement& m : report.measurements) {
    if (!m.stats) continue;
    double launches = 0;
    for (Sample& sample : m.samples) {
      sample.time = Seconds(sample.time.value / faster);
      launches += static_cast<double>(sample.launches);
    }
    m.stats->median /= faster;
    if (m.clocked) m.clocked->time = Seconds(m.clocked->time.value / 3);
    if (joules > 0) m.telemetry.emplace().energy = Joules(joules * launches);
  }
  return report;
}

std::string side_by_side_written(const std::vector<Report>& reports, const std::vector<double>& prices,
                                 const Style& style = {}) {
  std::vector<std::string> names;
  for (size_t i = 0; i < reports.size(); ++i) names.push_back("report-" + std::to_string(i) + "/");
  std::ostringstream out;
  write_side_by_side(side_by_side(reports, names, prices), out, style);
  return out.str();
}

TEST(SideBySideTable, LooksAsItDidWhenAPersonLookedAtIt) {
  const std::vector<Report> reports{side_by_side_example_on("H100", 1, 0.25),
                                    side_by_side_example_on("H200", 1.25, 0.2),
                                    side_by_side_example_on("B200", 2.5, 0.16)};
  EXPECT_TRUE(testing::is_golden("side_by_side.txt", side_by_side_written(reports, {2.1, 3.5, 5})));
}

TEST(SideBySideTable, LeavesOutWhatNobodyKnows) {
  const std::string text =
      side_by_side_written({side_by_side_example_on("one", 1, 0), side_by_side_example_on("two", 2, 0)}, {});
  EXPECT_THAT(text, Not(HasSubstr("price")));
  EXPECT_THAT(text, Not(HasSubstr("mJ")));
  EXPECT_THAT(text, Not(HasSubstr("Energy")));
  EXPECT_THAT(text, HasSubstr("GFLOP/s"));
}

TEST(SideBySideTable, ShowsASummaryAloneOfMany) {
  const std::string text = side_by_side_written(std::vector<Report>(7, testing::example_report()), {});
  EXPECT_THAT(text, HasSubstr("report-6/"));
  EXPECT_THAT(text, HasSubstr("at most 6 reports at once; --format html"));
  EXPECT_THAT(text, Not(HasSubstr("GFLOP/s")));
}

std::string side_by_side_written(const ReferenceTable& reference) {
  std::ostringstream out;
  write_reference(reference, out, {});
  return out.str();
}

ReferenceTable example_of(const std::string& backend) {
  ReferenceTable table;
  table.backend = backend;
  table.device = backend + " X, 4 units, 16 GiB";
  table.rows = {{"toy/n=1", 0.78, 0.8, 1.02, 5}, {"toy/n=2", 0.95, 0.9, 1.1, 2}};
  table.speed = 0.861, table.low = 0.849, table.high = 1.059;
  table.fewest_jobs = 2;
  return table;
}

TEST(ReferenceTable, LooksAsItDidWhenAPersonLookedAtIt) {
  ReferenceTable card = example_of("cuda");
  card.rows[1].jobs = card.fewest_jobs = 3;
  EXPECT_TRUE(testing::is_golden("reference.txt",
                                 side_by_side_written(card) + "\n" + side_by_side_written(example_of("host"))));
}

TEST(ReferenceTable, CallsNothingUsualOfTooFewJobs) {
  const std::string text = side_by_side_written(example_of("host"));
  EXPECT_THAT(text, HasSubstr("the reference has 2 jobs, too few to say what is usual"));
  EXPECT_THAT(text, Not(HasSubstr("110.0 %")));
  EXPECT_THAT(text, HasSubstr("Your device reads 86.1 %"));
}

TEST(SideBySideTable, NeutralisesForeignText) {
  Report hostile = side_by_side_example_on("\x1b[31m::error::x\n::error::y", 1, 0);
  const std::string text = side_by_side_written({hostile, testing::example_report()}, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\n::error"), std::string::npos);
}

}  // namespace
}  // namespace gpupeak
