// Reading what /proc and /sys may hold: files that are missing, empty or strange.
#include "device/host/small_file.h"

#include <gtest/gtest.h>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

TEST(SmallFile, IsNothingWhenMissingOrAFolder) {
  const MadeUpTree tree{{"folder/file", "1"}};
  EXPECT_FALSE(read_small_file(tree.root() / "missing"));
  EXPECT_FALSE(read_small_file(tree.root() / "folder"));
  EXPECT_FALSE(read_integer(tree.root() / "folder/file/below"));
}

TEST(SmallFile, LosesWhiteSpaceAtItsEndOnly) {
  const MadeUpTree tree{{"file", "  two\nlines \n\n"}, {"empty", ""}, {"blank", " \n"}};
  EXPECT_EQ(read_small_file(tree.root() / "file"), "  two\nlines");
  EXPECT_EQ(read_small_file(tree.root() / "empty"), "");
  EXPECT_EQ(read_small_file(tree.root() / "blank"), "");
}

TEST(SmallFile, KeepsEveryByteWhenReadAsBytes) {
  const std::string bytes("\0\n \x11\xff \n", 7);
  const MadeUpTree tree{{"raw", bytes}};
  EXPECT_EQ(read_bytes(tree.root() / "raw"), bytes);
}

TEST(SmallFile, IsReadToItsEndAcrossPieces) {
  const std::string text(10'000, 'x');
  const MadeUpTree tree{{"file", text}};
  EXPECT_EQ(read_small_file(tree.root() / "file"), text);
}

TEST(SmallFile, StopsReadingWhatNeverEnds) {
  const auto zeros = read_bytes("/dev/zero");
  ASSERT_TRUE(zeros);
  EXPECT_EQ(zeros->size(), size_t{1} << 20);
}

TEST(SmallFile, TakesOnlyWholeIntegers) {
  EXPECT_EQ(integer_in("42\n"), 42);
  EXPECT_EQ(integer_in(" -1"), -1);
  for (const char* text : {"", "max", "4x", "4 5", "1.5", "99999999999999999999"})
    EXPECT_FALSE(integer_in(text)) << text;
}

TEST(SmallFile, FindsTheValueOfAWholeKey) {
  const std::string text = "MemTotalHuge: 1 kB\nMemTotal:   24 kB\nmodel name\t: A CPU\ninactive_file 7\nempty:\n";
  EXPECT_EQ(value_of(text, "MemTotal"), "24 kB");
  EXPECT_EQ(value_of(text, "model name"), "A CPU");
  EXPECT_EQ(value_of(text, "inactive_file"), "7");
  EXPECT_EQ(value_of(text, "empty"), "");
  EXPECT_FALSE(value_of(text, "Total"));
}

TEST(SmallFile, CountsTheNumbersOfAList) {
  EXPECT_EQ(count_in_list("0-3,8"), 5);
  EXPECT_EQ(count_in_list("7\n"), 1);
  EXPECT_EQ(count_in_list(""), 0);
  for (const char* list : {"3-1", "a", "1-", "-3", "0-99999999999", "0-3-5"}) EXPECT_FALSE(count_in_list(list)) << list;
}

}  // namespace
}  // namespace gpupeak::host
