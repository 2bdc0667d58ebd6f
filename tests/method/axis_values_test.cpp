#include "method/axis_values.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

using Values = std::vector<std::string>;

TEST(AxisValues, ReadsListsAndRanges) {
  EXPECT_EQ(parse_axis_values("1k,2k,4k", AxisKind::count), (Values{"1024", "2048", "4096"}));
  EXPECT_EQ(parse_axis_values("512-8192*2", AxisKind::count), (Values{"512", "1024", "2048", "4096", "8192"}));
  EXPECT_EQ(parse_axis_values("1-9+2", AxisKind::count), (Values{"1", "3", "5", "7", "9"}));
  EXPECT_EQ(parse_axis_values("64KiB,l1", AxisKind::size), (Values{"64KiB", "l1"}));
  EXPECT_EQ(parse_axis_values("1KiB-4KiB*2", AxisKind::size), (Values{"1KiB", "2KiB", "4KiB"}));
  EXPECT_EQ(parse_axis_values("f32,f64", AxisKind::word), (Values{"f32", "f64"}));
}

TEST(AxisValues, DropsWhatWasSaidTwice) {
  EXPECT_EQ(parse_axis_values("1k,1024,512-2048*2", AxisKind::count), (Values{"1024", "512", "2048"}));
}

TEST(AxisValues, RejectsNonsenseNamingThePiece) {
  for (const char* bad :
       {"", ",", "1,", ",1", "1,,2", "1-2", "8-1*2", "1-9*1", "1-9*0", "1-9+0", "1-", "1-9+", "-5", "1-9*-2"})
    EXPECT_THROW(parse_axis_values(bad, AxisKind::count), std::invalid_argument) << bad;
  try {
    parse_axis_values("16,8-4*2", AxisKind::count);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()), "'8-4*2': the range ends before it begins");
  }
}

TEST(AxisValues, StopsARangeThatWouldFillMemory) {
  EXPECT_THROW(parse_axis_values("1-1000000000+1", AxisKind::count), std::invalid_argument);
}

TEST(AxisValues, AreRefusedWhenTheirTextIsEndless) {
  const std::string endless(most_axis_text + 1, '1');
  EXPECT_THROW(parse_axis_values(endless, AxisKind::count), std::invalid_argument);
  EXPECT_THROW(parse_axis_values(endless, AxisKind::word), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak
