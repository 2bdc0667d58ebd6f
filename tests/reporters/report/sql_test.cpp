#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using testing::written;

TEST(Sql, LooksAsItDidWhenAPersonLookedAtIt) {
  Report report = testing::example_report();
  std::swap(report.measurements[1], report.measurements[5]);
  report.measurements.resize(2);
  report.measurements[0].samples.resize(2);
  EXPECT_TRUE(testing::is_golden("report.sql", written("sql", report)));
}

TEST(Sql, IsOneTransaction) {
  const auto lines = testing::lines_of(written("sql", testing::example_report()));
  EXPECT_EQ(lines.front(), "BEGIN TRANSACTION;");
  EXPECT_EQ(lines.back(), "COMMIT;");
}

// The literals taken out, nothing is left that an attack could have brought in.
TEST(Sql, KeepsForeignTextInsideItsQuotes) {
  const std::string text = written("sql", testing::hostile_report());
  std::string bare;
  bool inside = false;
  for (const char c : text)
    if (c == '\'')
      inside = !inside;
    else if (!inside)
      bare += c;
  EXPECT_FALSE(inside);
  for (const char* attack : {"DROP TABLE", "script", "owned", ".shell", "error", "\\"})
    EXPECT_EQ(bare.find(attack), std::string::npos) << attack;
}

TEST(Sql, HasNoStatementThatIsTooLongForSqlite) {
  for (const std::string& line : testing::lines_of(written("sql", testing::hostile_report())))
    EXPECT_LT(line.size(), 1'000'000u);
}

TEST(Sql, HasNullForWhatIsNotKnown) {
  Report report = testing::example_report();
  report.devices[0].rated_clock.reset();
  EXPECT_THAT(written("sql", report), HasSubstr(",NULL);"));
}

}  // namespace
}  // namespace gpupeak
