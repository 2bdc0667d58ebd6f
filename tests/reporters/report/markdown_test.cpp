#include "reporters/report/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;
using ::testing::HasSubstr;
using testing::lines_of;
using testing::written;

TEST(Markdown, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.md", written("markdown", example_report())));
}

TEST(Markdown, SaysWhatItComesToFirst) {
  const auto lines = lines_of(written("markdown", example_report()));
  EXPECT_EQ(lines[0], "<!-- gpupeak-report -->") << "which lets a comment be found and updated";
  EXPECT_EQ(lines[1], "### gpupeak: 15 of 23 cases measured, 5 skipped, 1 wrong, 1 failed, 1 implausible");
}

TEST(Markdown, OpensWithTheSummary) {
  const std::string page = written("markdown", example_report());
  EXPECT_THAT(page, HasSubstr("**Reliability low: 14 of 15"));
  EXPECT_THAT(page, HasSubstr("| arithmetic f32 | **440 GFLOP/s** | 98.2 % | ━━━━━━━━ | – | avx512 |"));
  EXPECT_LT(page.find("| best of |"), page.find("#### What could be gained"));
  EXPECT_LT(page.find("#### What could be gained"), page.find("- **Device**"));
}

TEST(Markdown, RowsHaveAsManyCellsAsTheirHeader) {
  for (const Report& report : {example_report(), testing::hostile_report()}) {
    ptrdiff_t cells = 0;
    for (const std::string& line : lines_of(written("markdown", report))) {
      if (!line.starts_with('|')) {
        cells = 0;
        continue;
      }
      const auto bars = std::count(line.begin(), line.end(), '|');
      if (cells != 0) {
        EXPECT_EQ(bars, cells) << line;
      }
      cells = bars;
    }
  }
}

TEST(Markdown, StopsAtItsLimitAndSaysSo) {
  std::ostringstream out;
  write_markdown(example_report(), out, {.rows = 2, .notes = 0});
  EXPECT_THAT(out.str(), HasSubstr("21 more cases in report.json"));
}

TEST(Markdown, ForASummaryFitsIntoTheRoomOfOne) {
  Report report = testing::hostile_report();
  while (report.measurements.size() < 2000)
    report.measurements.insert(report.measurements.end(), report.measurements.begin(),
                               report.measurements.begin() + 100);
  std::ostringstream out;
  write_markdown(report, out, {.rows = 200, .notes = 50});
  EXPECT_LT(out.str().size(), 900'000u);
}

TEST(Markdown, OfNothingSaysThat) { EXPECT_THAT(written("markdown", Report{}), HasSubstr("0 of 0 cases measured")); }

}  // namespace
}  // namespace gpupeak
