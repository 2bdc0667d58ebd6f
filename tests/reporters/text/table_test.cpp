#include "reporters/text/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace gpupeak {
namespace {

Cell cell(std::string text, std::string mark = "") { return {{{std::move(text)}}, std::move(mark)}; }

std::string table_written(const Table& table, const Style& style = {}) {
  std::ostringstream out;
  write_table(out, table, style);
  return out.str();
}

Table table_example() {
  Table table;
  table.columns = {{"name", Align::left, true}, {"GB/s"}, {"note", Align::left}};
  table.rows = {{cell("処理"), cell("1.5", "¹"), cell("x")},
                {cell("long name"), cell("123"), cell("y")},
                {cell("z"), cell("skipped", "²")}};
  return table;
}

TEST(Table, AlignsByDisplayWidthAndLetsMarksHang) {
  EXPECT_EQ(table_written(table_example()),
            "  name       GB/s   note\n"
            "  ──────────────────────\n"
            "  処理        1.5¹  x\n"
            "  long name   123   y\n"
            "  z          skipped²\n");
}

TEST(Table, StacksRowsThatDoNotFitAndLosesNothing) {
  EXPECT_EQ(table_written(table_example(), {.width = 23, .unicode = false}),
            "  name 処理\n"
            "      GB/s 1.5¹\n"
            "      note x\n"
            "  name long name\n"
            "      GB/s 123 - note y\n"
            "  name z\n"
            "      skipped²\n");
}

TEST(Table, LeavesOutTheLeastWorthyColumnsBeforeItStacksRows) {
  Table table = table_example();
  table.columns.insert(table.columns.begin() + 1, {"time", Align::right, false, 20});
  table.columns[3].worth = 10;
  for (std::vector<Cell>& row : table.rows)
    if (row.size() == 3) row.insert(row.begin() + 1, cell("4 us"));
  EXPECT_EQ(table_written(table, {.width = 28}),
            "  name       time  GB/s\n"
            "  ──────────────────────\n"
            "  処理       4 us   1.5¹\n"
            "  long name  4 us   123\n"
            "  z          skipped²\n"
            "  not shown at 28 columns:\n"
            "  note\n");
  EXPECT_TRUE(table_written(table, {.width = 22}).starts_with("  name          GB/s\n"));
  EXPECT_EQ(table_written(table, {.width = 12}).find("not shown"), std::string::npos)
      << "where no column can be left out any more all are stacked";
  EXPECT_NE(table_written(table, {.width = 12}).find("time"), std::string::npos);
}

TEST(Table, IsWideEnoughForACellThatSpansBeyondItsColumns) {
  Table table;
  table.columns = {{"a", Align::left, true}, {"b"}};
  table.columns.push_back({"c"});
  table.rows = {{cell("1"), cell("a text that is longer than b and c")}};
  EXPECT_EQ(columns(table), 2u + 1 + 2 + 34);
}

TEST(AlignPoints, PutsDecimalPointsBelowOneAnother) {
  std::string a = "1.31", b = "304", c = "28.3";
  align_points({&a, &b, &c});
  EXPECT_EQ(a, "1.31");
  EXPECT_EQ(b, "304   ");
  EXPECT_EQ(c, "28.3 ");
}

std::string drawn(double ratio, const Style& style = {}) {
  std::string text;
  for (const Piece& piece : bar(ratio, 4, style).pieces) text += piece.text;
  return text;
}

TEST(Bar, IsAsLongForEveryShare) {
  EXPECT_EQ(drawn(0), "────");
  EXPECT_EQ(drawn(0.125), "╾───");
  EXPECT_EQ(drawn(0.5), "━━──");
  EXPECT_EQ(drawn(0.9), "━━━╾");
  EXPECT_EQ(drawn(1), "━━━━");
  EXPECT_EQ(drawn(7), "━━━━");
  EXPECT_EQ(drawn(-1), "────");
  EXPECT_EQ(drawn(0.5, {.unicode = false}), "##..");
}

}  // namespace
}  // namespace gpupeak
